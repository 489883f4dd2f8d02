import { codeOf } from '../log/log.ts';
import { FeedRefused, type FeedProblem } from '../release/signed-feed.ts';
import type { UpdateTrouble } from '../../src-shared/updates/updates-state.ts';
import { Moved, NotWritable } from './app-image.ts';
import { Unreachable } from './fetching.ts';
import { Altered } from './whole-file.ts';

const REFUSED: Readonly<Record<FeedProblem, UpdateTrouble>> = {
  unsigned: 'not-ours',
  'wrong-signature': 'not-ours',
  unreadable: 'not-for-us',
  'other-system': 'not-for-us',
  replayed: 'not-for-us',
};

const BY_CODE: Readonly<Record<string, UpdateTrouble>> = {
  ERR_CHECKSUM_MISMATCH: 'altered',
  ENOSPC: 'no-room',
  EDQUOT: 'no-room',
  EACCES: 'not-writable',
  EPERM: 'not-writable',
  EROFS: 'not-writable',
};

/** What an error means to the agent. */
export function troubleOf(error: unknown): UpdateTrouble {
  if (error instanceof FeedRefused) return REFUSED[error.problem];
  if (error instanceof Unreachable) return 'unreachable';
  if (error instanceof Altered) return 'altered';
  if (error instanceof Moved) return 'moved';
  if (error instanceof NotWritable) return 'not-writable';
  const code = codeOf(error);
  return Object.hasOwn(BY_CODE, code) ? (BY_CODE[code] ?? 'other') : 'other';
}
