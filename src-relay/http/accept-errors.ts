import { codeOf } from '../log/writing.ts';

/**
 * What to do when the system does not hand over a connection (EMFILE, ENFILE, ENOBUFS): nothing but saying so. The next one
 * may come through, and those that are there go on.
 * @param elapsed ms on a clock that never jumps
 * @param tell at most every 10 s, with the number of errors since
 */
export function acceptErrors(
  elapsed: () => number,
  tell: (told: { readonly count: number; readonly code: string }) => void,
): (error: unknown) => void {
  let toldAt = -Infinity;
  let count = 0;
  return (error) => {
    count += 1;
    if (elapsed() - toldAt < TELL_EVERY_MS) return;
    tell({ count, code: codeOf(error) ?? 'unknown' });
    toldAt = elapsed();
    count = 0;
  };
}

const TELL_EVERY_MS = 10_000;
