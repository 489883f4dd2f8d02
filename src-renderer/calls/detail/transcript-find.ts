import type { TranscriptLine } from '../../../src-shared/calls/transcript.ts';
import { foldText } from '../../../src-shared/history/fold-text.ts';
import { findIn } from '../../../src-shared/history/marks.ts';
import type { Search } from '../../../src-shared/history/search.ts';

/** One place in a transcript that has what was searched for. */
export interface Match {
  readonly line: number;
  readonly from: number;
  readonly to: number;
}

/** Reads a find: what was typed stands in the text as it is, blanks and all, without case and accents. */
export function readFind(typed: string): Search {
  const text = foldText(typed).trim();
  return text === '' ? [] : [{ kind: 'word', spellings: [text] }];
}

/** Where a transcript has what was typed, from its beginning. */
export function matchesIn(lines: readonly TranscriptLine[], typed: string): readonly Match[] {
  const search = readFind(typed);
  if (search.length === 0) return [];
  return lines.flatMap(({ text }, line) => findIn(text, search).map(([from, to]) => ({ line, from, to })));
}

/** The match `step` further on, round the ends. -1 when there is none. */
export function stepFrom(at: number, step: 1 | -1, count: number): number {
  return count === 0 ? -1 : (at + step + count) % count;
}
