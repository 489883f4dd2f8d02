/** With `RINGSIDE_BENCH_LONG=1` for numbers that are kept; else short enough to be looked at between two changes. */
const IS_LONG = process.env['RINGSIDE_BENCH_LONG'] === '1';

export function long<T>(inLong: T, inShort: T): T {
  return IS_LONG ? inLong : inShort;
}
