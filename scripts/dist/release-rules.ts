import type { Plan } from './targets.ts';

/** What decides whether packages may reach users. */
export interface ReleaseFacts {
  readonly plan: Plan;
  readonly electron: { readonly kind: 'given' | 'ordinary' | 'copy'; readonly version: string };
  /** The version of Electron in package.json. */
  readonly pinnedElectron: string;
  /** What git finds changed or unknown; null: this is no checkout. */
  readonly uncommitted: readonly string[] | null;
  /** What is missing to sign: see signing.ts. */
  readonly unsigned: readonly string[];
  readonly homepage: string;
  readonly maintainer: string;
}

/** Nobody has a name below it. Source: RFC 2606 */
const RESERVED = /[./@](example\.(com|net|org)|example|invalid|test|localhost)([:/]|$)/;

/** Why these packages are no release, a line each; empty: they are one. */
export function whyNoRelease(facts: ReleaseFacts): readonly string[] {
  const { plan, electron, pinnedElectron, uncommitted, unsigned, homepage, maintainer } = facts;
  return [
    ...(electron.kind === 'copy'
      ? [
          `Electron ${electron.version} is the copy for development and tests: reach GitHub, or set ELECTRON_MIRROR`,
        ]
      : []),
    ...(electron.kind !== 'copy' && electron.version !== pinnedElectron
      ? [`Electron is ${electron.version}, and package.json wants ${pinnedElectron}`]
      : []),
    ...(plan.builds.length === 0 ? ['nothing can be built here'] : []),
    ...(plan.builds.some(({ standInRuntime }) => standInRuntime)
      ? [
          'the runtime of the AppImage comes from GitHub, which is out of reach; the one that stands in is for tests',
        ]
      : []),
    ...plan.leftOut.filter(({ ofThisSystem }) => ofThisSystem).map(({ what, why }) => `${what}: ${why}`),
    ...unsigned,
    ...(uncommitted === null ? ['this is no git checkout, so nobody could tell what is in it'] : []),
    ...(uncommitted !== null && uncommitted.length > 0
      ? [`not committed: ${uncommitted.slice(0, 5).join(', ')}${uncommitted.length > 5 ? ', …' : ''}`]
      : []),
    ...(RESERVED.test(homepage) ? [`package.json: ${homepage} is nobody's homepage`] : []),
    ...(RESERVED.test(maintainer) ? [`package.json: ${maintainer} is nobody's address`] : []),
  ];
}
