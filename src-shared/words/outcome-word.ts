import type { Phase } from '../calls/phase.ts';
import { statedResult } from '../calls/result.ts';
import { plainWords } from '../format/plain-words.ts';
import type { Words } from './en.ts';

/** Phases of which a result can say more; a missed call is called so whatever kept it from being answered. */
const TELLS_MORE: ReadonlySet<Phase> = new Set(['transferred', 'noAnswer', 'failed', 'ended']);

/** Where a call stands and how it ended, as people say it: never a word of Allo's own making. */
export function outcomeWord(
  { phase, result }: { readonly phase: Phase; readonly result: string | null },
  words: Words,
): string {
  const told = TELLS_MORE.has(phase) ? statedResult(result) : null;
  if (told !== null) return words.result[told];
  const written = phase === 'ended' && result !== null ? plainWords(result) : '';
  return written === '' ? words.phase[phase] : written;
}
