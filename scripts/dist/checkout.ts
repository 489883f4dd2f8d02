import { spawnSync } from 'node:child_process';
import { ROOT } from '../setup/places.mjs';

/** What git finds changed or unknown here; null: this is no checkout, or there is no git. */
export function uncommittedFiles(): readonly string[] | null {
  const status = git(['status', '--porcelain']);
  return status === null
    ? null
    : status
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => line.slice(3));
}

/** When the commit that is checked out was made, in seconds since 1970; null: nobody knows. */
export function committedAt(): string | null {
  return git(['log', '-1', '--format=%ct'])?.trim() ?? null;
}

function git(args: readonly string[]): string | null {
  const { status, stdout } = spawnSync('git', args, { cwd: ROOT, encoding: 'utf8' });
  return status === 0 ? stdout : null;
}
