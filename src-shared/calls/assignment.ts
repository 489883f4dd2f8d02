import { sameNumber, type NumberKey } from '../format/phone.ts';

/** Events of one call may disagree about its start by this much, and the rings of a cascade follow within it; about 2 s in practice. */
export const MATCH_WINDOW_MS = 20_000;
/** What follows a ring tells a start that is the ring's or later; written in whole seconds it may seem this much earlier. */
const EARLY_AT_MOST_MS = 999;
/** Seeming earlier is worse than being later by what is usual. */
const EARLY_COST_MS = 5_000;
/** A number that is only equal in its last digits counts as farther away than any that is equal in full. */
const UNSURE_COST_MS = 10 * MATCH_WINDOW_MS;

/** What one event, under however many webhook ids, says of its call. All pieces have one direction and one number outside. */
export interface Piece {
  readonly refs: readonly string[];
  /** Start of the call in ms since 1970, by Allo's clock. */
  readonly at: number;
  readonly user: string | null;
  readonly lines: readonly NumberKey[];
  /** The number outside was only told by its last digits. */
  readonly isUnsure: boolean;
  /** Its start is a guess, and may be late. */
  readonly isRough: boolean;
}

/** The pieces by what they tell of, each by start. */
export interface Lanes {
  readonly rings: readonly Piece[];
  readonly answers: readonly Piece[];
  readonly ends: readonly Piece[];
}

/** The best way to divide what is left: as few calls as can be, then at the least distance. */
interface Best {
  readonly calls: number;
  readonly cost: number;
  readonly first: Taken;
  readonly rest: Best | null;
}

/** How many of each lane go into the next call. */
type Taken = readonly [rings: number, answers: number, ends: number];

/**
 * Divides the pieces into calls.
 * Promises: of all ways that keep the order of starts in each lane it is the one with the fewest calls, and of those the one
 * with the least total distance. A call has at most one completion, and one ring and one answer of each user; each ring
 * follows the one before within 20 s; an answer or a completion starts with a ring of its call or up to 20 s later, and never
 * a second before the first, unless one of the two starts is a guess; without a ring all start within 20 s.
 * @returns each call's pieces, by the start of the call
 */
export function assignToCalls({ rings, answers, ends }: Lanes): Piece[][] {
  const known = new Map<number, Best | null>();
  const areAllLinked = areNeighbours([...rings, ...answers, ...ends]);

  function best(ring: number, answer: number, end: number): Best | null {
    const place = (ring * (answers.length + 1) + answer) * (ends.length + 1) + end;
    const before = known.get(place);
    if (before !== undefined) return before;
    const found = search(ring, answer, end);
    known.set(place, found);
    return found;
  }

  /** The call that starts first has the earliest piece that is left. */
  function search(ring: number, answer: number, end: number): Best | null {
    const least = earliest(rings[ring], answers[answer], ends[end]);
    if (least === null) return null;
    let found: Best | null = null;
    for (let r = least === 'ring' ? 1 : 0; r === 0 || follows(rings, ring, r, MATCH_WINDOW_MS); r += 1) {
      const own = rings.slice(ring, ring + r);
      for (let a = least === 'answer' ? 1 : 0; a === 0 || follows(answers, answer, a, Infinity); a += 1) {
        const answered = answers.slice(answer, answer + a);
        // With one answer more it would be no nearer.
        if (a > 0 && distanceIn(own, answered) === null) break;
        for (let e = least === 'end' ? 1 : 0; e <= 1 && end + e <= ends.length; e += 1) {
          const later = e === 0 ? answered : [...answered, ...ends.slice(end, end + 1)];
          const distance = distanceIn(own, later);
          if (distance === null || !(areAllLinked || areLinked([...own, ...later]))) continue;
          const rest = best(ring + r, answer + a, end + e);
          const calls = 1 + (rest?.calls ?? 0);
          const cost = distance + (rest?.cost ?? 0);
          if (found === null || calls < found.calls || (calls === found.calls && cost < found.cost))
            found = { calls, cost, first: [r, a, e], rest };
        }
      }
    }
    return found;
  }

  const calls: Piece[][] = [];
  let [ring, answer, end] = [0, 0, 0];
  for (let next = best(0, 0, 0); next !== null; next = next.rest) {
    const [r, a, e] = next.first;
    calls.push([
      ...rings.slice(ring, ring + r),
      ...answers.slice(answer, answer + a),
      ...ends.slice(end, end + e),
    ]);
    [ring, answer, end] = [ring + r, answer + a, end + e];
  }
  return calls;
}

function earliest(
  ring: Piece | undefined,
  answer: Piece | undefined,
  end: Piece | undefined,
): 'ring' | 'answer' | 'end' | null {
  const [r, a, e] = [ring?.at ?? Infinity, answer?.at ?? Infinity, end?.at ?? Infinity];
  if (r === Infinity && a === Infinity && e === Infinity) return null;
  return r <= a && r <= e ? 'ring' : a <= e ? 'answer' : 'end';
}

/** Whether the piece that is `count`th from `start` can be in one call with those before it: another user, without a longer pause. */
function follows(lane: readonly Piece[], start: number, count: number, pauseMs: number): boolean {
  const last = lane[start + count - 1];
  if (last === undefined) return false;
  for (let at = start; at < start + count - 1; at += 1) if (lane[at]?.user === last.user) return false;
  const before = count === 1 ? last : (lane[start + count - 2] ?? last);
  return last.at - before.at <= pauseMs;
}

/** How far apart the pieces of a call are, in ms; null when they cannot be one. */
function distanceIn(rings: readonly Piece[], later: readonly Piece[]): number | null {
  if (rings.length + later.length < 2) return 0;
  let distance = rings.length === 0 ? spanOf(later) : lengthOf(rings);
  if (distance === null) return null;
  for (const { isUnsure } of rings) if (isUnsure) distance += UNSURE_COST_MS;
  for (const piece of later) {
    if (piece.isUnsure) distance += UNSURE_COST_MS;
    if (rings.length === 0) continue;
    const apart = afterRing(rings, piece);
    if (apart === null) return null;
    distance += apart;
  }
  return distance;
}

/** From the last ring before it to what follows a ring. */
function afterRing(rings: readonly Piece[], { at, isRough }: Piece): number | null {
  const ring = rings.findLast((one) => one.at <= at);
  if (ring !== undefined) return at - ring.at <= MATCH_WINDOW_MS ? at - ring.at : null;
  const [first] = rings;
  if (first === undefined) return null;
  const early = first.at - at;
  const most = isRough || first.isRough ? MATCH_WINDOW_MS : EARLY_AT_MOST_MS;
  return early <= most ? EARLY_COST_MS + early : null;
}

/** Of what follows a ring that is not known. */
function spanOf(pieces: readonly Piece[]): number | null {
  const starts = pieces.map(({ at }) => at);
  const span = Math.max(...starts) - Math.min(...starts);
  return span <= MATCH_WINDOW_MS ? span : null;
}

function lengthOf(rings: readonly Piece[]): number {
  return (rings.at(-1)?.at ?? 0) - (rings[0]?.at ?? 0);
}

/** Every piece is on the first line of the first one's: whichever of them are taken, that one line links them. */
function areNeighbours([first, ...others]: readonly Piece[]): boolean {
  const [line] = first?.lines ?? [];
  return line === undefined || others.every(({ lines }) => shareLine(lines, [line]));
}

/** Every piece is on a line of another's, and through those all are on one path. */
function areLinked([first, ...others]: readonly Piece[]): boolean {
  if (first === undefined) return true;
  let reached = [first];
  let rest = others;
  while (rest.length > 0) {
    const [near, far] = [rest.filter(isNear), rest.filter((piece) => !isNear(piece))];
    if (near.length === 0) return false;
    [reached, rest] = [near, far];
  }
  return true;

  function isNear(piece: Piece): boolean {
    return reached.some((other) => shareLine(piece.lines, other.lines));
  }
}

/** Whether one of these Allo numbers is one of those. */
export function shareLine(some: readonly NumberKey[], others: readonly NumberKey[]): boolean {
  return some.some((line) => others.some((other) => sameNumber(line, other) !== null));
}
