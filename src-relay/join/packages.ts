import type { Download, Downloads } from '../config/downloads.ts';
import type { Computer, Processor, Reader, System } from './reader.ts';

export const PACKAGE_KINDS = ['exe', 'dmg', 'deb', 'rpm', 'appImage', 'tarGz'] as const;
export type PackageKind = (typeof PACKAGE_KINDS)[number];

/** One file that can be downloaded. */
export interface Package {
  readonly system: System;
  readonly kind: PackageKind;
  readonly processor: Processor;
  readonly url: string;
  readonly sha256: string | null;
}

/** What is offered to a reader of the page. Every package is in one of the three. */
export interface Offer {
  /** The one with the button; null: nothing that is there is sure to run on this computer. */
  readonly first: Package | null;
  /** Beside it, for whoever knows better. */
  readonly beside: readonly Package[];
  /** For other computers. */
  readonly others: readonly Package[];
}

/** Every package that the admin has named, in the order in which they are listed. */
export function packagesIn({ windows, macos, linux }: Downloads): Package[] {
  const both = (system: System, kind: PackageKind, by: { [P in Processor]?: Download | undefined }) =>
    processorsOf(system).flatMap((processor): Package[] => {
      const { url, sha256 } = by[processor] ?? {};
      return url === undefined ? [] : [{ system, kind, processor, url, sha256: sha256 ?? null }];
    });
  return [
    ...both('windows', 'exe', windows),
    ...both('macos', 'dmg', macos),
    ...both('linux', 'deb', linux.deb),
    ...both('linux', 'rpm', linux.rpm),
    ...both('linux', 'appImage', linux.appImage),
    ...both('linux', 'tarGz', linux.tarGz),
  ];
}

/** The likelier processor of a system's computers first: Apple has sold no other since 2023. */
function processorsOf(system: System): readonly Processor[] {
  return system === 'macos' ? ['arm64', 'x64'] : ['x64', 'arm64'];
}

/** What to offer first, what beside it, and what to keep for other computers. */
export function offerFor(reader: Reader, packages: readonly Package[]): Offer {
  if (reader.kind !== 'computer') return { first: null, beside: [], others: packages };
  const [first = null] = packages.filter((each) => runsOn(reader, each)).sort(byFitness(reader));
  const isBeside = (each: Package) =>
    each !== first &&
    each.system === reader.system &&
    (reader.processor === null || reader.processor === each.processor);
  return {
    first,
    beside: packages.filter(isBeside),
    others: packages.filter((each) => each !== first && !isBeside(each)),
  };
}

/** Windows and macOS on ARM run what was built for x64, too; nothing runs the other way round. */
function runsOn({ system, processor }: Computer, each: Package): boolean {
  if (each.system !== system) return false;
  if (processor === null || processor === each.processor) return true;
  return processor === 'arm64' && system !== 'linux';
}

function byFitness({ system, processor, family }: Computer): (a: Package, b: Package) => number {
  const wanted = processor ?? processorsOf(system)[0];
  const kinds: readonly PackageKind[] =
    family === 'rpm' ? ['rpm', 'appImage', 'tarGz', 'deb'] : PACKAGE_KINDS;
  const rank = (each: Package) =>
    (each.processor === wanted ? 0 : PACKAGE_KINDS.length) + kinds.indexOf(each.kind);
  return (a, b) => rank(a) - rank(b);
}
