import type { CallKey } from '../../src-shared/brand.ts';
import type { Claim } from '../../src-shared/calls/call.ts';
import { createChosenShelf, type ChosenShelf } from './chosen-shelf.ts';
import { createCrmShelf, type CrmShelf } from './crm-shelf.ts';
import type { LedgerChange } from './ledger-change.ts';
import type { Mark } from './records.ts';

/** What is said of one call. */
export type CallMark = Extract<
  Mark,
  { kind: 'dismissed' | 'reopened' | 'claim' | 'released' | 'note' | 'crm' | 'chosen' }
>;

/** What people said of calls: closed, claimed, noted; and what the CRM has of them. It goes where its call goes. */
export interface CallMarks {
  readonly dismissed: Set<CallKey>;
  readonly claims: Map<CallKey, Claim>;
  readonly notes: Map<CallKey, string>;
  readonly crm: CrmShelf;
  readonly chosen: ChosenShelf;
  /** @returns what it changed; empty for what was said before */
  apply(mark: CallMark): LedgerChange[];
  /** The call is filed under another key; null: it is gone. */
  move(from: CallKey, to: CallKey | null): void;
  readonly count: number;
  /** The records that give these marks again. */
  records(): Mark[];
}

export function createCallMarks(): CallMarks {
  const dismissed = new Set<CallKey>();
  const claims = new Map<CallKey, Claim>();
  const notes = new Map<CallKey, string>();
  const crm = createCrmShelf();
  const chosen = createChosenShelf();

  function claim(call: CallKey, by: Claim): LedgerChange[] {
    const known = claims.get(call);
    if (known?.agent === by.agent && known.name === by.name) return [];
    claims.set(call, by);
    return [{ kind: 'claimed', call, claim: by }];
  }

  return {
    dismissed,
    claims,
    notes,
    crm,
    chosen,
    apply(mark) {
      switch (mark.kind) {
        case 'dismissed':
          dismissed.add(mark.call);
          return [];
        case 'reopened':
          dismissed.delete(mark.call);
          return [];
        case 'claim':
          return claim(mark.call, { agent: mark.agent, name: mark.name });
        case 'released':
          return claims.delete(mark.call) ? [{ kind: 'claimed', call: mark.call, claim: null }] : [];
        case 'note':
          if (mark.text === '') notes.delete(mark.call);
          else notes.set(mark.call, mark.text);
          return [{ kind: 'noted', call: mark.call }];
        case 'crm':
          return crm.put(mark) ? [{ kind: 'crm', call: mark.call }] : [];
        case 'chosen':
          return chosen.put(mark) ? [{ kind: 'crm', call: mark.call }] : [];
      }
    },
    move(from, to) {
      if (dismissed.delete(from) && to !== null) dismissed.add(to);
      moveIn(claims, from, to, (there) => there);
      moveIn(notes, from, to, bothNotes);
      crm.move(from, to);
      chosen.move(from, to);
    },
    get count() {
      return dismissed.size + claims.size + notes.size + crm.count + chosen.count;
    },
    records: () => [
      ...[...dismissed].map((call) => ({ kind: 'dismissed', call }) as const),
      ...[...claims].map(([call, { agent, name }]) => ({ kind: 'claim', call, agent, name }) as const),
      ...[...notes].map(([call, text]) => ({ kind: 'note', call, text }) as const),
      ...crm.marks(),
      ...chosen.marks(),
    ],
  };
}

/** Of two notes on one call neither is lost, and saying one of them again adds nothing. */
export function bothNotes(one: string, other: string): string {
  if (one.includes(other)) return one;
  return other.includes(one) ? other : `${one}\n${other}`;
}

function moveIn<V>(
  map: Map<CallKey, V>,
  from: CallKey,
  to: CallKey | null,
  both: (there: V, moved: V) => V,
): void {
  const moved = map.get(from);
  map.delete(from);
  if (moved === undefined || to === null) return;
  const there = map.get(to);
  map.set(to, there === undefined ? moved : both(there, moved));
}
