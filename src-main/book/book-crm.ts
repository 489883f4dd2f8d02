import type { CallKey } from '../../src-shared/brand.ts';
import type { Call } from '../../src-shared/calls/call.ts';
import { subjectsOf } from '../../src-shared/crm/chosen.ts';
import type { RelayFrame } from '../../src-shared/wire/protocol.ts';
import type { Records } from '../../src-shared/crm/records.ts';
import type { CallBook } from './call-book.ts';
import { readRecords, writtenRecords } from './crm-records.ts';
import type { LedgerChange } from './ledger-change.ts';
import type { Ledger } from './ledger.ts';
import type { Mark } from './records.ts';

/** What came before the call that it is of; of more than these, the newest. */
const MOST_EARLY = 200;

interface Parts {
  readonly ledger: () => Ledger;
  readonly enter: (mark: Mark) => void;
  readonly tell: (changes: readonly LedgerChange[]) => void;
  readonly call: (key: CallKey) => Call | null;
}

interface BookCrm extends Pick<CallBook, 'recordsOf' | 'choose' | 'chosen'> {
  hear(frame: Extract<RelayFrame, { type: 'records' }>): void;
  /** Calls may have come that something was told of before. */
  callsCame(): void;
  /** Lets go what was told of calls that have not come. */
  forgetEarly(): void;
}

/** What the CRM has of the calls of a book. */
export function createBookCrm({ ledger, enter, tell, call: callOf }: Parts): BookCrm {
  const early = new Map<CallKey, string>();

  function keep(call: CallKey, said: string): void {
    if (ledger().crm.has(call, said)) return;
    enter({ kind: 'crm', call, said });
    // What was chosen lives on with the newest call that it is of use for.
    for (const subject of subjectsOf(callOf(call), readRecords(said))) {
      const id = ledger().chosen.of(subject);
      const kept = ledger().chosen.callOf(subject);
      if (id !== null && kept !== call && keeperOf(subject, call) === call)
        enter({ kind: 'chosen', call, subject, id });
    }
  }

  /** The newer of this call and the one that the choice is kept with. */
  function keeperOf(subject: string, call: CallKey): CallKey {
    const kept = ledger().chosen.callOf(subject);
    if (kept === null) return call;
    return ledger().order.find(({ key }) => key === kept || key === call)?.key ?? call;
  }

  /** The other calls that offer the same choice: their cards show it as well. */
  function othersWith(subject: string, call: CallKey): CallKey[] {
    const others = ledger().order.map(({ key }) => key);
    return others.filter((key) => {
      const records = key === call ? null : recordsOf(key);
      return records !== null && subjectsOf(callOf(key), records).includes(subject);
    });
  }

  function recordsOf(call: CallKey): Records | null {
    const said = ledger().crm.of(call);
    return said === null ? null : readRecords(said);
  }

  return {
    hear(frame) {
      const { call } = frame;
      early.delete(call);
      const said = writtenRecords(frame);
      if (ledger().has(call)) return keep(call, said);
      early.set(call, said);
      const [oldest] = early.keys();
      if (early.size > MOST_EARLY && oldest !== undefined) early.delete(oldest);
    },
    callsCame() {
      for (const [call, said] of early) {
        if (!ledger().has(call)) continue;
        early.delete(call);
        keep(call, said);
      }
    },
    choose(call, subject, id) {
      if (!ledger().has(call)) return;
      const keeper = keeperOf(subject, call);
      const isNew = ledger().chosen.of(subject) !== id;
      enter({ kind: 'chosen', call, subject, id });
      if (keeper !== call) enter({ kind: 'chosen', call: keeper, subject, id });
      if (isNew) tell(othersWith(subject, call).map((other) => ({ kind: 'crm', call: other })));
    },
    chosen: (subject) => ledger().chosen.of(subject),
    forgetEarly: () => early.clear(),
    recordsOf,
  };
}
