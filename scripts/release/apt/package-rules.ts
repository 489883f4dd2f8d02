import type { Stanza } from './stanza.ts';

/** What the repository has packages for, and what the program inside is then made of (ELF's `e_machine`). */
export const ARCHITECTURES = { amd64: 62, arm64: 183 } as const;
export type Architecture = keyof typeof ARCHITECTURES;

/** A package that somebody wants to publish, as it was read. */
export interface Candidate {
  readonly fileName: string;
  readonly control: Stanza;
  /** The app's program inside; null when there is none. */
  readonly program: { readonly machine: number; readonly electron: readonly string[] } | null;
}

/** What only the index says of a package: a package that says it itself would speak for the index. */
const OF_THE_INDEX = ['Filename', 'Size', 'MD5sum', 'SHA1', 'SHA256', 'SHA512', 'Description-md5'];

/**
 * Why a package must not reach anybody's computer; null when it may.
 * @param electron the version of Electron that releases are built with
 */
export function refusalOf({ fileName, control, program }: Candidate, electron: string): string | null {
  const name = control.get('Package');
  const version = control.get('Version') ?? '';
  const architecture = control.get('Architecture') ?? '';
  if (name !== 'ringside') return `its package is called ${name ?? 'nothing'}, not ringside`;
  if (!/^\d+\.\d+\.\d+$/.test(version)) {
    return `its version ${version || '(none)'} is not a release's, which is three numbers`;
  }
  if (!isArchitecture(architecture)) {
    return `it is for ${architecture || 'no architecture'}; there are ${Object.keys(ARCHITECTURES).join(' and ')}`;
  }
  const expected = `ringside_${version}_${architecture}.deb`;
  if (fileName !== expected) return `it holds what is called ${expected}`;
  const claimed = OF_THE_INDEX.find((field) => control.has(field));
  if (claimed !== undefined) return `it says its own ${claimed}, which only the index may`;
  if (program === null) return 'it has no /opt/Ringside/ringside that can be started';
  if (program.machine !== ARCHITECTURES[architecture]) return `the program inside is not for ${architecture}`;
  const others = program.electron.filter((each) => each !== electron);
  if (others.length > 0) {
    return `it is a development build: Electron ${others.join(', ')} inside, and releases have ${electron}`;
  }
  if (program.electron.length === 0) return 'the program inside is no Electron';
  return null;
}

function isArchitecture(name: string): name is Architecture {
  return Object.hasOwn(ARCHITECTURES, name);
}
