import type { CallKey, Instant } from '../../../../src-shared/brand.ts';
import type { Call } from '../../../../src-shared/calls/call.ts';
import { foldCall } from '../../../../src-shared/calls/fold.ts';
import { endOf, isUnreached } from '../../../../src-shared/calls/phase.ts';
import type { Direction } from '../../../../src-shared/calls/sighting.ts';
import { firstSentence } from '../../../../src-shared/format/first-sentence.ts';
import { readNumber } from '../../../../src-shared/format/phone.ts';
import type { Memory } from '../../../../src-shared/calls/memory.ts';
import type { BeforeCall, EventRow, PastCall } from '../reads.ts';
import type { FiledEvents } from './filed-events.ts';
import { storedEvents } from './stored-events.ts';
import type { MemoryChange, MemoryReads, NewCall } from './asked.ts';
import type { NumberHistory, OpenedCall } from './number-history.ts';

export interface CallHistory {
  /** The newest first, the last one and a few before it. */
  readonly calls: Iterable<PastCall>;
  readonly lastCall: NonNullable<Memory['lastCall']>;
  readonly callsIn30Days: number;
  readonly crm: { readonly id: string; readonly at: number } | null;
}

const THIRTY_DAYS_MS = 30 * 24 * 3_600_000;

/** What came before a call of the same number; null: nothing did. */
export function historyBefore(
  asked: BeforeCall,
  history: NumberHistory,
  events: FiledEvents,
  reads: Pick<MemoryReads, 'crmIdBefore'>,
): CallHistory | null {
  const calls = history.last(asked);
  const [last] = calls;
  if (last === undefined) return null;
  return {
    calls,
    lastCall: lastCallOf(last, foldCall(last.call, events.outcomes(last.call).flatMap(storedEvents))),
    callsIn30Days: history.count(asked, asked.startedAt - THIRTY_DAYS_MS),
    crm: last.crmId === null ? reads.crmIdBefore(asked) : { id: last.crmId, at: last.startedAt },
  };
}

/** A call nobody had heard of. @param heardAt ms since 1970, by the relay's clock */
export function openedCall(
  { call, number: { tail, e164 }, startedAt }: NewCall,
  direction: Direction,
  heardAt: number,
): OpenedCall {
  return { kind: 'pastCall', call, tail, e164, startedAt, heardAt, direction, crmId: null };
}

/** A call as all of its events tell it: some went or came. Without any, or when its number is withheld, it is forgotten. */
export function rebuiltCall(call: CallKey, events: readonly EventRow[], heardAt: number): MemoryChange {
  const folded = foldCall(call, events.flatMap(storedEvents));
  const { tail, e164 } = readNumber(folded?.number);
  if (folded === null || tail === null) return { kind: 'pastCallGone', call };
  const { startedAt, direction, integrationId: crmId } = folded;
  return { kind: 'pastCall', call, tail, e164, startedAt, heardAt, direction, crmId };
}

function lastCallOf(past: PastCall, call: Call | null): NonNullable<Memory['lastCall']> {
  const { handledBy = null, answeredAt = null, ended = null, summary = null, tags = [] } = call ?? {};
  // Whoever Allo names with a caller who reached nobody may never have heard it ring.
  const isBy = handledBy !== null && (call === null || !isUnreached(endOf(call), past));
  const sentence = firstSentence(summary);
  const result = ended?.result ?? null;
  return {
    at: new Date(past.startedAt).toISOString() as Instant,
    direction: past.direction,
    ...(isBy ? { handledBy } : {}),
    ...(answeredAt === null ? {} : { answered: true }),
    ...(result === null ? {} : { result }),
    ...(sentence === null ? {} : { summary: sentence }),
    ...(tags.length === 0 ? {} : { tags: [...tags] }),
  };
}
