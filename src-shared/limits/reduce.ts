import { REDUCED_CHARS, REDUCED_DEPTH, REDUCED_VALUES } from './limits.ts';

/** What may still be taken. */
interface Room {
  readonly values: number;
  readonly chars: number;
}

interface Kept extends Room {
  readonly value: unknown;
}

/** The longest number, and what stands around a value. */
const PLAIN_CHARS = 26;
/** Needed plain values, needed lists and objects, other plain values, other lists and objects. */
const RANKS = [0, 1, 2, 3];

/**
 * The part of `data` that is within the limits for reduced events: some members, exactly as they were sent, and the
 * others not at all. Needed members come before the others, plain values before lists and objects, and nothing takes
 * more than half of what is left, so that one that is out of hand leaves room for the rest.
 * @param needed names of members that matter, at whatever depth
 */
export function reduced(
  data: Readonly<Record<string, unknown>>,
  needed: ReadonlySet<string>,
): Record<string, unknown> {
  const all = { values: REDUCED_VALUES, chars: REDUCED_CHARS };
  return keepParts(data, all, 1, needed).value as Record<string, unknown>;
}

/** Null: it is left out. */
function keep(value: unknown, room: Room, depth: number, needed: ReadonlySet<string>): Kept | null {
  if (typeof value === 'string') {
    const chars = value.length + PLAIN_CHARS;
    return chars > room.chars ? null : { value, values: 0, chars };
  }
  if (typeof value === 'object' && value !== null) {
    if (depth > REDUCED_DEPTH || room.chars < PLAIN_CHARS) return null;
    return keepParts(value, room, depth, needed);
  }
  if (typeof value === 'number' && !Number.isFinite(value)) return null;
  return room.chars < PLAIN_CHARS ? null : { value, values: 0, chars: PLAIN_CHARS };
}

/** Each rank in turn, and of a rank what comes first; what is kept stands in the order it was sent in. */
function keepParts(whole: object, room: Room, depth: number, needed: ReadonlySet<string>): Kept {
  const isList = Array.isArray(whole);
  const names = isList ? null : Object.keys(whole);
  const own: readonly unknown[] = isList ? whole : Object.values(whole);
  const taken: { readonly at: number; readonly value: unknown }[] = [];
  let values = room.values;
  let chars = room.chars - PLAIN_CHARS;
  for (const rank of RANKS) {
    for (let at = 0; at < own.length && values > 1; at += 1) {
      const name = names?.[at] ?? null;
      if (rankOf(name, own[at], needed) !== rank) continue;
      const length = name?.length ?? 0;
      const half = { values: (values - 1) >> 1, chars: (chars >> 1) - length };
      const kept = keep(own[at], half, depth + 1, needed);
      if (kept === null) continue;
      taken.push({ at, value: kept.value });
      values -= 1 + kept.values;
      chars -= length + kept.chars;
    }
  }
  taken.sort((a, b) => a.at - b.at);
  const value = isList
    ? taken.map((part) => part.value)
    : Object.fromEntries(taken.map((part) => [names?.[part.at] ?? '', part.value]));
  return { value, values: room.values - values, chars: room.chars - chars };
}

/** In a list a number says least: nobody's name, address or deal is one. */
function rankOf(name: string | null, value: unknown, needed: ReadonlySet<string>): number {
  const isPlain = typeof value !== 'object' || value === null;
  if (name === null) return typeof value === 'number' ? 3 : isPlain ? 0 : 1;
  return (needed.has(name) ? 0 : 2) + (isPlain ? 0 : 1);
}
