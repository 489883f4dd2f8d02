import { readNumber, sameNumber } from '../format/phone.ts';
import type { Call, TransferEnd } from './call.ts';

/** The longest that one part of a call lasts, as far as parts are looked for. */
export const MOST_PART_MS = 4 * 3_600_000;
/** The next part begins this long after the one before at most. */
const GAP_MS = 120_000;

/** The agent behind one of their addresses. */
type AgentBehind = (address: string) => string;

/**
 * The parts that a transfer divided a call into, in the order they began, this one among them.
 *
 * Two parts are tied by Allo's ids; where Allo gives none, by one naming the other's agent or line as the end of its
 * transfer, with the same number outside and the times of a transfer, and then the nearest of them. Promises: the same
 * calls give the same parts in whatever order they are given, seen from each part alike.
 * @param others calls that may be parts of it; this one may be among them
 */
export function legsOf(call: Call, others: Iterable<Call>, agentBehind: AgentBehind): Call[] {
  const all = [...new Map([...others, call].map((one) => [one.key, one])).values()].sort(byStart);
  const ties = [...all.keys()].flatMap((at) => tiesTo(at, all, agentBehind));
  const found = new Set([call.key]);
  for (const key of found) {
    for (const [one, other] of ties) {
      if (one.key === key) found.add(other.key);
      if (other.key === key) found.add(one.key);
    }
  }
  return all.filter(({ key }) => found.has(key));
}

/** What ties the call at this place to earlier ones. */
function tiesTo(at: number, sorted: readonly Call[], agentBehind: AgentBehind): [Call, Call][] {
  const later = sorted[at];
  if (later === undefined) return [];
  const earlier = sorted.slice(0, at);
  const byId = earlier.filter((one) => isTiedById(one, later) === true);
  const fits = (one: Call, next: Call) =>
    isTiedById(one, next) === null && isHandedOver(one, next, agentBehind);
  // Of several that fit, the nearest, seen from both.
  const nearest = byId.length > 0 ? undefined : earlier.findLast((one) => fits(one, later));
  const next = nearest && sorted.slice(sorted.indexOf(nearest) + 1).find((one) => fits(nearest, one));
  const tied = nearest !== undefined && next === later ? [...byId, nearest] : byId;
  return tied.map((one) => [one, later]);
}

/** Null: Allo's ids do not say. */
function isTiedById({ ended: one }: Call, { ended: other }: Call): boolean | null {
  if (other === null) return null;
  if (one === null) return other.originalCallId === null ? null : false;
  if (one.alloId === other.originalCallId || other.alloId === one.originalCallId) return true;
  if (other.originalCallId === null) return null;
  return one.originalCallId === other.originalCallId;
}

function isHandedOver(one: Call, next: Call, agentBehind: AgentBehind): boolean {
  if (!isSame(one.number, next.number)) return false;
  const end = endsAt(one);
  if (next.startedAt <= one.startedAt || next.startedAt > (end ?? one.startedAt + MOST_PART_MS) + GAP_MS)
    return false;
  const to = one.ended?.transferTo ?? null;
  const from = next.ended?.transferFrom ?? null;
  if (isEnd(to, next, agentBehind) || isEnd(from, one, agentBehind)) return true;
  // Whoever the transfer names has no address here: the line that was first called ties them while the first part goes on.
  return (to !== null || from !== null) && end !== null && next.startedAt <= end && isRoutedFrom(one, next);
}

function endsAt({ startedAt, answeredAt, ended }: Call): number | null {
  return ended === null ? null : (answeredAt ?? startedAt) + (ended.durationS ?? 0) * 1000;
}

function isEnd(end: TransferEnd | null, { users, handledBy, line }: Call, agentBehind: AgentBehind): boolean {
  if (end === null) return false;
  const agent = end.email === null ? null : agentBehind(end.email);
  if (agent !== null && [...users, handledBy].some((user) => user !== null && agentBehind(user) === agent))
    return true;
  return isSame(end.number, line);
}

function isRoutedFrom(one: Call, next: Call): boolean {
  return isSame(next.ended?.originalTo ?? null, one.line) && !isSame(next.line, one.line);
}

function isSame(one: string | null, other: string | null): boolean {
  const key = readNumber(one);
  // Withheld is no number.
  return key.tail !== null && sameNumber(key, readNumber(other)) !== null;
}

function byStart(a: Call, b: Call): number {
  return a.startedAt - b.startedAt || (a.key < b.key ? -1 : 1);
}
