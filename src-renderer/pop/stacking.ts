/** Something in the stack, by its natural height in CSS pixels. */
export interface Stacked {
  readonly key: string;
  readonly height: number;
  /** Pinned, or a hand is on it: it keeps its place. */
  readonly held: boolean;
  /** Whether the counter counts it when it does not fit: a call, not the digest. */
  readonly counts: boolean;
}

/** A place in the stack: how far its near edge is from the corner's edge, and how high it may be. */
export interface Slot {
  readonly offset: number;
  readonly height: number;
}

export interface StackRoom {
  /** From the corner's edge to the end of the work area. */
  readonly room: number;
  /** Between two cards. */
  readonly gap: number;
  /** The height of the line that counts what is not there. */
  readonly counter: number;
  /** How many calls wait that are not in the stack at all. */
  readonly more: number;
}

export interface Stack {
  /** Where each one is; what is not in here does not fit. */
  readonly slots: ReadonlyMap<string, Slot>;
  /** How many of the calls do not fit. */
  readonly hidden: number;
  /** Where the counter is; null: there is nothing to count. */
  readonly counter: Slot | null;
  /** The whole stack's height. */
  readonly extent: number;
}

/** Below this nothing can be read of a card. */
const READABLE = 24;
/** So much of a card says who is calling. */
const RECOGNISABLE = 140;

/**
 * Stacks cards away from their corner: the oldest nearest to it, so that a new one moves none. Promises: all of it
 * is within the room and nothing overlaps; a held card keeps its offset for as long as the room allows, whatever
 * comes, goes or grows around it; the newest that fit are there.
 * @param items newest first
 * @param before the slots of the stack as it stands
 */
export function stackUp(
  items: readonly Stacked[],
  before: ReadonlyMap<string, Slot>,
  space: StackRoom,
): Stack {
  const limit = Math.max(READABLE, space.room - space.counter - space.gap);
  const slots = fillAll(items, before, limit, space) ?? fill(items, before, limit, space.gap);
  const end = Math.max(0, ...[...slots.values()].map(endOf));
  const hidden = items.filter((item) => item.counts && !slots.has(item.key)).length;
  if (hidden + space.more === 0) return { slots, counter: null, hidden, extent: end };
  const offset = end === 0 ? 0 : end + space.gap;
  return { slots, counter: { offset, height: space.counter }, hidden, extent: offset + space.counter };
}

/**
 * All of them in the whole room, with nothing to count; null when that does not do. Each begins so far from the end
 * that it can stay when the counter comes: then it is cut, not moved.
 */
function fillAll(
  items: readonly Stacked[],
  before: ReadonlyMap<string, Slot>,
  limit: number,
  { room, gap, more }: StackRoom,
): Map<string, Slot> | null {
  if (more > 0) return null;
  const slots = fill(items, before, room, gap);
  const canStay = [...slots.values()].every(({ offset }) => offset + READABLE <= limit);
  return canStay && slots.size === items.length ? slots : null;
}

function fill(
  items: readonly Stacked[],
  before: ReadonlyMap<string, Slot>,
  limit: number,
  gap: number,
): Map<string, Slot> {
  const held = heldSlots(items, before, limit, gap);
  const free = items.filter(({ key }) => !held.has(key));
  const beyond = Math.max(0, ...[...held.values()].map((slot) => endOf(slot) + gap));
  let chosen: Stacked[] = [];
  for (const [i, item] of free.entries()) {
    // The newest is better cut than not there.
    const most = i === 0 && limit - beyond >= RECOGNISABLE ? limit - beyond : limit;
    // Oldest first: what was there before keeps its place.
    const wider = [{ ...item, height: Math.min(item.height, most) }, ...chosen];
    if (firstFit(wider, held, limit, gap) !== null) chosen = wider;
  }
  return firstFit(chosen, held, limit, gap) ?? new Map(held);
}

/** The held ones where they are; one that grows into the next is cut short instead of moving it. */
function heldSlots(
  items: readonly Stacked[],
  before: ReadonlyMap<string, Slot>,
  limit: number,
  gap: number,
): Map<string, Slot> {
  const there = items
    .flatMap(({ key, height, held }) => {
      const slot = before.get(key);
      return held && slot !== undefined && slot.offset + READABLE <= limit
        ? [{ key, height, offset: slot.offset }]
        : [];
    })
    .sort((a, b) => a.offset - b.offset);
  return new Map(
    there.map(({ key, height, offset }, i) => {
      const next = there[i + 1];
      const end = next === undefined ? limit : next.offset - gap;
      return [key, { offset, height: Math.max(0, Math.min(height, end - offset)) }];
    }),
  );
}

/** Each in the first gap that it fits into, from the corner outwards; null when one does not fit. */
function firstFit(
  oldestFirst: readonly Stacked[],
  held: ReadonlyMap<string, Slot>,
  limit: number,
  gap: number,
): Map<string, Slot> | null {
  const slots = new Map(held);
  for (const { key, height } of oldestFirst) {
    const taken = [...slots.values()].sort((a, b) => a.offset - b.offset);
    let offset = 0;
    for (const slot of taken) {
      if (offset + height + gap <= slot.offset) break;
      offset = Math.max(offset, endOf(slot) + gap);
    }
    if (offset + height > limit) return null;
    slots.set(key, { offset, height });
  }
  return slots;
}

function endOf({ offset, height }: Slot): number {
  return offset + height;
}
