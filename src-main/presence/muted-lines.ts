import { readNumber, sameNumber } from '../../src-shared/format/phone.ts';

/** Whether a line is among those that are muted, in whatever spelling. @param line null: withheld */
export function isMuted(line: string | null, mutedLines: readonly string[]): boolean {
  if (line === null || mutedLines.length === 0) return false;
  const read = readNumber(line);
  const isSame = (muted: string) => read.tail !== null && sameNumber(read, readNumber(muted)) !== null;
  return mutedLines.some((muted) => line === muted || isSame(muted));
}
