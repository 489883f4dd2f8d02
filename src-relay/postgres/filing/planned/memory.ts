import { MAX_COUNTED_CALLS } from '../../../../src-shared/calls/memory.ts';
import { isSameNumber, newestCallFirst } from '../../../journal/rules/memory/number-history.ts';
import {
  PAST_CALLS_READ,
  type BeforeCall,
  type FoundContact,
  type NumberAsked,
  type PastCall,
} from '../../../journal/rules/reads.ts';
import type { ChangeOf } from '../changes/change.ts';
import type { Answering, OverlayParts } from './overlay.ts';

type Remembered = Pick<Answering, 'pastCalls' | 'callCount' | 'crmIdBefore' | 'contactOf' | 'contact'>;

export function memoryOver({ kept, planned, cannotSay }: OverlayParts): Remembered {
  /** Those that are planned, of calls before this one. */
  const ownBefore = (ask: BeforeCall): PastCall[] =>
    [...planned.pastCalls.values()].filter(
      (one) =>
        one !== null && isSameNumber(one, ask) && one.startedAt <= ask.startedAt && one.call !== ask.call,
    ) as PastCall[];
  const changesKept = (): boolean => [...planned.pastCalls.keys()].some((call) => !planned.isNew(call));

  /** All of them, newest first; null: there may be more than what is kept says. */
  function allBefore(ask: BeforeCall): { readonly calls: readonly PastCall[]; readonly isAll: boolean } {
    const before = [...kept.pastCalls(ask)];
    const stayed = before
      .filter(({ call }) => !planned.pastCalls.has(call))
      .map((one) => ({ ...one, crmId: planned.crmIds.get(one.call) ?? one.crmId }));
    const isAll = before.length < PAST_CALLS_READ;
    if (!isAll && stayed.length < before.length) cannotSay();
    return { calls: [...stayed, ...ownBefore(ask)].sort(newestCallFirst), isAll };
  }

  function contactsWith(ask: NumberAsked): ChangeOf<'contact'>[] {
    const rank = (e164: string): number => (e164 === (ask.e164 ?? '') ? 0 : 1);
    return [...planned.contacts.values()]
      .flatMap((contact) => contact.numbers.map((number) => ({ contact, ...number })))
      .filter(({ tail, e164 }) => isSameNumber({ tail, e164: e164 === '' ? null : e164 }, ask))
      .sort(
        (a, b) =>
          rank(a.e164) - rank(b.e164) ||
          rising(b.contact.changedAt, a.contact.changedAt) ||
          rising(a.e164, b.e164) ||
          rising(a.contact.id, b.contact.id),
      )
      .map(({ contact }) => contact);
  }

  return {
    pastCalls(ask) {
      return allBefore(ask)
        .calls.slice(0, PAST_CALLS_READ)
        .map(({ call, e164, startedAt, direction, crmId }) => ({ call, e164, startedAt, direction, crmId }));
    },
    callCount(ask) {
      const since = ({ startedAt }: PastCall): boolean => startedAt >= ask.since;
      const { calls, isAll } = allBefore(ask);
      if (isAll) return Math.min(MAX_COUNTED_CALLS, calls.filter(since).length);
      if (changesKept()) cannotSay();
      return Math.min(MAX_COUNTED_CALLS, kept.callCount(ask) + ownBefore(ask).filter(since).length);
    },
    crmIdBefore(ask) {
      const { calls, isAll } = allBefore(ask);
      const [found] = calls
        .filter(({ crmId }) => crmId !== null)
        .sort((a, b) => b.startedAt - a.startedAt || rising(b.call, a.call));
      const best =
        found === undefined || found.crmId === null ? null : { id: found.crmId, at: found.startedAt };
      if (isAll) return best;
      if (changesKept() || planned.crmIds.size > 0) cannotSay();
      const before = kept.crmIdBefore(ask);
      if (before === null || best === null) return best ?? before;
      if (before.at === best.at && before.id !== best.id) cannotSay();
      return before.at > best.at ? before : best;
    },
    contactOf(ask): FoundContact | null {
      const before = kept.contactOf(ask);
      const [own] = contactsWith(ask);
      if (before !== null && (own !== undefined || planned.contacts.has(before.id))) cannotSay();
      if (own === undefined)
        return before === null
          ? null
          : { ...before, seenAt: planned.contactsSeen.get(before.id) ?? before.seenAt };
      const { id, firstName, lastName, company, emails, changedAt, seenAt } = own;
      return { id, firstName, lastName, company, emails, changedAt, seenAt };
    },
    contact(ask) {
      const own = planned.contacts.get(ask.id);
      if (own === undefined) return kept.contact(ask);
      const numbers = own.numbers.toSorted((a, b) => rising(a.tail, b.tail) || rising(a.e164, b.e164));
      return { changedAt: own.changedAt, numbers: numbers.map(({ tail, e164 }) => e164 || tail) };
    },
  };
}

function rising(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
