/** Memory for bodies that are still being read, or looked at, shared by all requests. */
export interface BodyRoom {
  /** Starts a body; `crowdedOut` is called when it must make room for others. */
  enter(crowdedOut: () => void): BodyPlace;
}

export interface BodyPlace {
  /** Keeps a copy of what was read: what Node read it into is let go at once. */
  take(chunk: Uint8Array): void;
  /** What was taken, in pieces; valid until `leave`. */
  pieces(): readonly Uint8Array[];
  leave(): void;
}

/** Pieces of this size are used again; smaller ones are made for a body and let go with it. */
const SLAB_BYTES = 64 * 1024;
const LEAST_BYTES = 2048;

interface Piece {
  readonly memory: Uint8Array;
  used: number;
}

/**
 * Bodies lie in pieces that are counted as they are allocated, not as they are filled. When all together pass `bytes`, the
 * body that has been coming longest goes. The pieces of big bodies are used again for the next ones, and given back when
 * no body is left, so that what strangers send never takes more than this.
 */
export function bodyRoom(bytes: number): BodyRoom {
  let held = 0;
  let free: Uint8Array[] = [];
  const places = new Map<BodyPlace, () => void>();

  function make(size: number): Uint8Array {
    held += size;
    if (size < SLAB_BYTES) return new Uint8Array(size);
    return free.pop() ?? new Uint8Array(SLAB_BYTES);
  }

  function giveBack(pieces: readonly Piece[]): void {
    for (const { memory } of pieces) {
      held -= memory.length;
      if (memory.length === SLAB_BYTES) free.push(memory);
    }
    if (held === 0) free = [];
  }

  /** Never the newest, which is the one that needs room. */
  function makeRoom(): void {
    for (const [oldest, crowdedOut] of places) {
      if (held <= bytes || places.size === 1) return;
      oldest.leave();
      crowdedOut();
    }
  }

  return {
    enter: (crowdedOut) => {
      let pieces: Piece[] = [];
      const place: BodyPlace = {
        take: (chunk) => {
          let rest = chunk;
          while (rest.length > 0) {
            let last = pieces.at(-1);
            if (last === undefined || last.used === last.memory.length) {
              last = { memory: make(sizeFor(rest.length, last?.memory.length ?? 0)), used: 0 };
              pieces.push(last);
            }
            const now = rest.subarray(0, last.memory.length - last.used);
            last.memory.set(now, last.used);
            last.used += now.length;
            rest = rest.subarray(now.length);
          }
          makeRoom();
        },
        pieces: () => pieces.map(({ memory, used }) => memory.subarray(0, used)),
        leave: () => {
          if (!places.delete(place)) return;
          giveBack(pieces);
          pieces = [];
        },
      };
      places.set(place, crowdedOut);
      return place;
    },
  };
}

/** What is to be kept now decides, and that every piece is bigger than the one before. */
function sizeFor(bytes: number, before: number): number {
  let size = LEAST_BYTES;
  while (size < SLAB_BYTES && (size < bytes || size <= before)) size *= 2;
  return size;
}
