import type { CallKey } from '../../../src-shared/brand.ts';
import type { RelayConfig } from '../../config/schema.ts';
import type { RecordsFrame } from '../../../src-shared/wire/protocol.ts';
import type { ConnectedCrm } from '../asking/connected.ts';
import type { Prints } from '../cache/prints.ts';
import type { KnownBook } from './book.ts';
import type { CallReading } from './calls.ts';
import { recordsFrame, saysSomething } from './frame.ts';
import { isUsable } from './freshness.ts';
import type { Known } from './known.ts';
import type { Party } from './party.ts';
import { ticketBook, ticketOf, type MadeFrame, type MadeOfCall, type Ticket } from './tickets.ts';
import type { SentRecords } from './sent-records.ts';

export interface RepeatingParts {
  readonly current: () => ConnectedCrm | null;
  readonly config: () => Pick<RelayConfig, 'records'>;
  readonly calls: Pick<CallReading, 'versions'>;
  readonly book: KnownBook;
  readonly prints: Prints;
  readonly sent: SentRecords;
  readonly whose: (crm: ConnectedCrm) => Pick<RecordsFrame, 'crm' | 'account'>;
  readonly partyIn: (call: CallKey) => Promise<Party | null>;
  /** ms since 1970. */
  readonly now: () => number;
  /** ms on a clock that never jumps. */
  readonly elapsed: () => number;
}

/** Makes what devices are told anew that connect. */
export interface Repeating {
  /**
   * What is known of each call's party when its frame is asked for, if only that there is nothing any more, which takes back
   * what was told. @throws StoreFault
   */
  frames(calls: readonly CallKey[]): AsyncIterable<RecordsFrame>;
  /** Forgets everything when it was made before somebody was forgotten. */
  sync(asOf: number): void;
}

/** What was read of some calls at once. */
interface Read {
  readonly crm: ConnectedCrm;
  readonly asOf: number;
  /** On a clock that never jumps. */
  readonly at: number;
  /** What the state of each call was by then, in the book of what is told. */
  readonly states: ReadonlyMap<CallKey, number>;
  readonly made: ReadonlyMap<CallKey, MadeOfCall>;
}

/** A socket may be slow: what was read longer ago is read again, since somebody may have been forgotten. */
const GOOD_FOR_MS = 50;
/** A call that changes as fast as it is read is left to the next look at it, which tells all devices. */
const MOST_READ_AGAIN = 5;

export function startRepeating(parts: RepeatingParts): Repeating {
  const { current, config, calls, book, prints, sent, whose, partyIn, now, elapsed } = parts;
  const tickets = ticketBook();

  async function read(keys: readonly CallKey[]): Promise<Read | null> {
    for (;;) {
      const crm = current();
      if (crm === null) return null;
      const states = new Map(keys.map((call) => [call, sent.stateOf(call)]));
      const at = elapsed();
      const asOf = await book.sync();
      tickets.sync(asOf);
      const versions = await calls.versions(keys);
      const made = await Promise.all(
        [...versions].map(async ([call, version]) => [call, await madeOf(call, version, asOf)] as const),
      );
      const parties = new Set(made.flatMap(([, { ticket }]) => ticket?.party ?? []));
      await Promise.all([...parties].map((party) => book.load(party)));
      if (current() === crm && book.asOf === asOf) return { crm, asOf, at, states, made: new Map(made) };
    }
  }

  function isGood({ crm, asOf, at }: Read): boolean {
    return current() === crm && book.asOf === asOf && elapsed() - at <= GOOD_FOR_MS;
  }

  /** Whether it was neither looked at nor told of since: a frame made of what was read would come after one that is newer. */
  function isAsRead(call: CallKey, { states }: Read): boolean {
    return sent.stateOf(call) === states.get(call);
  }

  async function madeOf(call: CallKey, version: number, asOf: number): Promise<MadeOfCall> {
    const before = tickets.get(call, version);
    if (before !== null) return before;
    const party = await partyIn(call);
    const made = { version, ticket: party === null ? null : ticketOf(party, prints), last: null };
    if (book.asOf === asOf) tickets.set(call, made);
    return made;
  }

  function frameOf(call: CallKey, { crm, made: all }: Read): RecordsFrame | null {
    const made = all.get(call);
    const known = made?.ticket === undefined || made.ticket === null ? null : book.get(made.ticket.party);
    if (made === undefined || made.ticket === null) return null;
    if (known === null || !isUsable(known, now())) {
      sent.sentToOne(call, null);
      return null;
    }
    const { frame, facts } = frameAnew(call, crm, made, made.ticket, known);
    if (!saysSomething(frame) && !sent.wasSent(call)) return null;
    sent.sentToOne(call, facts);
    return frame;
  }

  function leftToNextLook(call: CallKey): null {
    sent.sentToOne(call, null);
    return null;
  }

  /** The last one that was made, when it would be the same. */
  function frameAnew(
    call: CallKey,
    crm: ConnectedCrm,
    made: MadeOfCall,
    ticket: Ticket,
    known: Known,
  ): MadeFrame {
    const { show } = config().records;
    // Another device may have made one meanwhile.
    const last = tickets.get(call, made.version)?.last ?? made.last;
    const isSame =
      last !== null &&
      last.known === known &&
      last.show === show &&
      last.frame.account === whose(crm).account;
    if (isSame) return last;
    const frame = recordsFrame(call, whose(crm), ticket, known, show);
    const anew = { known, show, frame, facts: prints.facts(frame) };
    tickets.set(call, { ...made, last: anew });
    return anew;
  }

  return {
    frames: async function* (keys) {
      const left = [...keys];
      let some: Read | null = null;
      let readAgain = 0;
      for (let call = left[0]; call !== undefined; call = left[0]) {
        if (some === null || !isGood(some)) {
          some = await read(left);
          if (some === null) return;
        }
        if (!isAsRead(call, some) && readAgain < MOST_READ_AGAIN) {
          readAgain += 1;
          some = null;
          continue;
        }
        const frame = isAsRead(call, some) ? frameOf(call, some) : leftToNextLook(call);
        readAgain = 0;
        left.shift();
        if (frame !== null) yield frame;
      }
    },
    sync: tickets.sync,
  };
}
