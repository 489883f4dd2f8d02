import type { CallKey } from '../../../src-shared/brand.ts';
import type { RelayConfig } from '../../config/schema.ts';
import type { RecordsFrame } from '../../../src-shared/wire/protocol.ts';
import type { ConnectedCrm } from '../asking/connected.ts';
import type { Prints } from '../cache/prints.ts';
import type { KnownBook } from './book.ts';
import type { CallReading } from './calls.ts';
import { recordsFrame, saysSomething } from './frame.ts';
import { isUsable } from './freshness.ts';
import type { Party } from './party.ts';
import { ticketBook, ticketOf, type MadeOfCall } from './tickets.ts';
import type { Told } from './told.ts';

export interface RepeatingParts {
  readonly current: () => ConnectedCrm | null;
  readonly config: () => Pick<RelayConfig, 'records'>;
  readonly calls: Pick<CallReading, 'versions'>;
  readonly book: KnownBook;
  readonly prints: Prints;
  readonly told: Told;
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
  /** What had been told by then. */
  readonly told: number;
  readonly made: ReadonlyMap<CallKey, MadeOfCall>;
}

/** A socket may be slow: what was read longer ago is read again, since somebody may have been forgotten. */
const GOOD_FOR_MS = 50;

export function startRepeating(parts: RepeatingParts): Repeating {
  const { current, config, calls, book, prints, told, whose, partyIn, now, elapsed } = parts;
  const tickets = ticketBook();

  async function read(keys: readonly CallKey[]): Promise<Read | null> {
    for (;;) {
      const crm = current();
      if (crm === null) return null;
      const before = { at: elapsed(), told: told.count };
      const asOf = await book.sync();
      tickets.sync(asOf);
      const versions = await calls.versions(keys);
      const made = await Promise.all(
        [...versions].map(async ([call, version]) => [call, await madeOf(call, version, asOf)] as const),
      );
      const parties = new Set(made.flatMap(([, { ticket }]) => ticket?.party ?? []));
      await Promise.all([...parties].map((party) => book.load(party)));
      if (current() === crm && book.asOf === asOf) return { crm, asOf, ...before, made: new Map(made) };
    }
  }

  /** Whether a frame made of it overtakes nothing that was told since. */
  function isGood({ crm, asOf, at, told: before }: Read): boolean {
    return current() === crm && book.asOf === asOf && told.count === before && elapsed() - at <= GOOD_FOR_MS;
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
    if (made === undefined || made.ticket === null || known === null || !isUsable(known, now())) return null;
    const { show } = config().records;
    const { ticket } = made;
    // Another device may have made one meanwhile.
    const last = tickets.get(call, made.version)?.last ?? made.last;
    const isSame =
      last !== null &&
      last.known === known &&
      last.show === show &&
      last.frame.account === whose(crm).account;
    const frame = isSame ? last.frame : recordsFrame(call, whose(crm), ticket, known, show);
    if (!isSame) tickets.set(call, { ...made, last: { known, show, frame } });
    return saysSomething(frame) || told.wasTold(call) ? frame : null;
  }

  return {
    frames: async function* (keys) {
      const left = [...keys];
      while (left.length > 0) {
        const some = await read(left);
        if (some === null) return;
        do {
          const call = left.shift();
          const frame = call === undefined ? null : frameOf(call, some);
          if (frame !== null) yield frame;
        } while (left.length > 0 && isGood(some));
      }
    },
    sync: tickets.sync,
  };
}
