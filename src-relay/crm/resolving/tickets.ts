import type { CallKey } from '../../../src-shared/brand.ts';
import type { RecordsFrame } from '../../../src-shared/wire/protocol.ts';
import type { Print, Prints } from '../cache/prints.ts';
import type { Show } from '../extras/frame.ts';
import { companyPrint } from './finding.ts';
import type { Known } from './known.ts';
import type { Party } from './party.ts';

/** What of a call's party it takes to tell its apps: no name, number or address. */
export interface Ticket {
  readonly party: Print;
  readonly company: Print;
  /** Allo's ids, and their prints. */
  readonly deals: readonly (readonly [string, Print])[];
}

export function ticketOf(party: Party, prints: Prints): Ticket {
  return {
    party: party.key,
    company: companyPrint(party, prints),
    deals: party.facts.deals.map(({ id }) => [id, prints.deal(id)] as const),
  };
}

/** What was made of a call, so that it is not made for each device that connects. */
export interface MadeOfCall {
  /** Which events the call had. */
  readonly version: number;
  /** Null: nobody is asked for. */
  readonly ticket: Ticket | null;
  readonly last: MadeFrame | null;
}

export interface MadeFrame {
  readonly known: Known;
  readonly show: Show;
  readonly frame: RecordsFrame;
  readonly facts: Print;
}

export interface Tickets {
  /** Null: nothing was made of the call as it is. */
  get(call: CallKey, version: number): MadeOfCall | null;
  set(call: CallKey, made: MadeOfCall): void;
  /** Forgets everything when it was made before somebody was forgotten. */
  sync(asOf: number): void;
}

const MOST = 5000;

export function ticketBook(): Tickets {
  const calls = new Map<CallKey, MadeOfCall>();
  let asOfNow: number | null = null;
  return {
    get: (call, version) => {
      const made = calls.get(call);
      return made?.version === version ? made : null;
    },
    set: (call, made) => {
      calls.delete(call);
      calls.set(call, made);
      if (calls.size <= MOST) return;
      const [oldest] = calls.keys();
      if (oldest !== undefined) calls.delete(oldest);
    },
    sync: (asOf) => {
      if (asOf !== asOfNow) calls.clear();
      asOfNow = asOf;
    },
  };
}
