import type { IncomingMessage } from 'node:http';
import { pathOf } from './answers.ts';

/** What a path that is none was probably meant to be. */
export const MISS_KINDS = ['webhook', 'other'] as const;
export type MissKind = (typeof MISS_KINDS)[number];

export interface Miss {
  readonly like: MissKind;
  /** For the log: what somebody's number or address could be is taken out. */
  readonly path: string;
  /** How many there were since the last one that was told of, this one included. */
  readonly count: number;
}

export const MISS_TEXT = 'a POST to a path that is none; webhooks go to /webhooks/allo';

const TOLD_EVERY_MS = 10_000;
const MAX_SEGMENTS = 6;
/** A word as paths are made of. */
const WORD = /^[a-z][a-z_-]{0,23}$/i;

/**
 * Counts what is sent to paths that the relay does not have: a webhook whose address was mistyped is lost without a trace
 * otherwise. Only POST counts: browsers and scanners look at everything.
 * @param elapsed ms on a clock that never jumps
 */
export function missCounting(
  count: (like: MissKind) => void,
  tell: (miss: Miss) => void,
  elapsed: () => number,
): (request: IncomingMessage) => void {
  let toldAt = -Infinity;
  let untold = 0;
  return (request) => {
    if (request.method !== 'POST') return;
    const path = pathOf(request);
    const like = /hook|allo/i.test(path) ? 'webhook' : 'other';
    count(like);
    untold += 1;
    if (elapsed() - toldAt < TOLD_EVERY_MS) return;
    tell({ like, path: speakable(path), count: untold });
    toldAt = elapsed();
    untold = 0;
  };
}

function speakable(path: string): string {
  const segments = path.split('/', MAX_SEGMENTS + 1).slice(1);
  return segments.map((segment) => `/${segment === '' || WORD.test(segment) ? segment : '…'}`).join('');
}
