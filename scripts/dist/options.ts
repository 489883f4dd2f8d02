import { parseArgs } from 'node:util';
import { Problem } from '../setup/problem.mjs';
import { TARGETS } from './targets.ts';

/** What `npm run dist` was asked for. */
export interface DistOptions {
  /** For users, rather than for a look: refused unless everything is as a release must have it. */
  readonly release: boolean;
  /** A `release.json` in place of ours. */
  readonly releaseInfo: string | null;
  /** These targets alone; empty: all that can be built here. */
  readonly targets: readonly string[];
  /** The folder that the packages are put into. */
  readonly output: string;
}

const HELP = `npm run dist -- [--release] [--release-info=FILE] [--targets=deb,AppImage,…] [--output=FOLDER]`;

/** Reads the arguments of `npm run dist`. @throws {Problem} usage */
export function readDistOptions(args: readonly string[]): DistOptions {
  const { release, 'release-info': releaseInfo, targets, output } = parsed(args);
  const named = (targets ?? '').split(',').filter((name) => name !== '');
  const known: readonly string[] = Object.values(TARGETS).flat();
  const unknown = named.filter((name) => !known.includes(name));
  if (unknown.length > 0)
    throw new Problem('usage', `no targets called ${unknown.join(', ')}; there are: ${known.join(', ')}`);
  return {
    release: release ?? false,
    releaseInfo: releaseInfo ?? null,
    targets: named,
    output: output ?? 'release',
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        release: { type: 'boolean' },
        'release-info': { type: 'string' },
        targets: { type: 'string' },
        output: { type: 'string' },
      },
    }).values;
  } catch (error) {
    throw new Problem('usage', `${error instanceof Error ? error.message : error}\n${HELP}`);
  }
}
