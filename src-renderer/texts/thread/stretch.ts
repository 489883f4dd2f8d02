/** Which texts of a thread are in the document, by their place from the newest: `from` included, `to` not. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** So many are drawn at first, and more with each step. */
const TEXTS = 100;
/** Scripts without a font take a page 0.1 ms for each character. */
const CHARS = 16_000;

/**
 * The texts around one, or the newest.
 * @param at its place from the newest; -1: none is asked for
 * @param lengths how many characters each text has, newest first
 */
export function stretchAround(at: number, lengths: readonly number[]): Stretch {
  const from = at < 0 ? 0 : at - reach(lengths, at - 1, -1, 2);
  return { from, to: Math.max(0, at) + reach(lengths, Math.max(0, at), 1, at < 0 ? 1 : 2) };
}

/** With as many again before it. */
export function earlier({ from, to }: Stretch, lengths: readonly number[]): Stretch {
  return { from, to: to + reach(lengths, to, 1, 1) };
}

/** With as many again after it. */
export function later({ from, to }: Stretch, lengths: readonly number[]): Stretch {
  return { from: from - reach(lengths, from - 1, -1, 1), to };
}

/**
 * What comes joins what is drawn, when that goes up to the newest; else it stands where it stood.
 * @param before the newest text until now
 */
export function grown(
  { from, to }: Stretch,
  before: string,
  texts: readonly { readonly id: string }[],
): Stretch {
  const came = Math.max(
    0,
    texts.findIndex(({ id }) => id === before),
  );
  return { from: from === 0 ? 0 : from + came, to: Math.min(texts.length, to + came) };
}

/** How many fit from a place on, in a part of the room: at least one, when there is one. */
function reach(lengths: readonly number[], start: number, step: 1 | -1, part: number): number {
  let [count, chars] = [0, 0];
  for (let at = start; at >= 0 && at < lengths.length && count < TEXTS / part; at += step) {
    chars += lengths[at] ?? 0;
    if (count > 0 && chars > CHARS / part) break;
    count += 1;
  }
  return count;
}
