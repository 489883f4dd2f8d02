import type { Phase } from '../calls/phase.ts';
import { toldResult } from '../calls/result.ts';
import { plainWords } from '../format/plain-words.ts';
import type { Words } from './en.ts';

/** Where a call stands and how it ended, as people say it: never a word of Allo's own making. */
export function outcomeOf(
  { phase, result }: { readonly phase: Phase; readonly result: string | null },
  words: Words,
): string {
  if (phase !== 'transferred' && phase !== 'ended') return words.phase[phase];
  const told = toldResult(result);
  if (told !== null) return words.result[told];
  const written = phase === 'ended' && result !== null ? plainWords(result) : '';
  return written === '' ? words.phase[phase] : written;
}
