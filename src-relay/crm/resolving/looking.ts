import type { CallKey } from '../../../src-shared/brand.ts';
import { accountIn } from '../../../src-shared/crm/account.ts';
import { readNumber } from '../../../src-shared/format/phone.ts';
import type { RelayConfig } from '../../config/schema.ts';
import type { RecordsFrame } from '../../../src-shared/wire/protocol.ts';
import type { ConnectedCrm } from '../asking/connected.ts';
import type { Print, Prints } from '../cache/prints.ts';
import type { FoundKey } from '../cache/rows.ts';
import { startAwaiting } from './awaiting.ts';
import type { KnownBook } from './book.ts';
import type { CallReading } from './calls.ts';
import { knownAfter } from './finding.ts';
import { flightBook, type Asking, type Landed, type WaitingCall } from './flights.ts';
import { recordsFrame } from './frame.ts';
import { afterChange, dueOf, hasNewId } from './freshness.ts';
import { inOrder } from '../../sequencing/in-order.ts';
import type { Known } from './known.ts';
import { urgencyOf, type ContactEvent, type Notice } from './notices.ts';
import { partyOf, partyOfContact, type Party } from './party.ts';
import { startRepeating } from './repeating.ts';
import { searchOf, wantedOf } from './searching.ts';
import type { RecordsSharing } from './sharing.ts';
import { ticketOf } from './tickets.ts';
import { sentRecords } from './sent-records.ts';
import type { RecordsWatch } from './watch.ts';

export interface LookingParts {
  /** Null: nothing is asked, and nothing told. */
  readonly current: () => ConnectedCrm | null;
  readonly config: () => RelayConfig;
  readonly calls: CallReading;
  readonly book: KnownBook;
  /** Null: no other relay has devices that are told. */
  readonly sharing: RecordsSharing | null;
  readonly prints: Prints;
  /** Whether a number is one of the team's. */
  readonly isOwnLine: (number: string | null) => boolean | Promise<boolean>;
  /** Settles when it is on its way: of one call, what comes next waits for it. */
  readonly send: (frame: RecordsFrame) => unknown;
  readonly watch: RecordsWatch;
  /** ms since 1970. */
  readonly now: () => number;
  /** ms on a clock that never jumps. */
  readonly elapsed: () => number;
  readonly trouble: (error: unknown) => void;
}

/** Looks at calls: tells what is known of their parties, asks for what is not, and tells that when it comes. */
export interface Looking {
  /** One look at a call after the other. @throws StoreFault */
  at(call: CallKey, notice: Notice): Promise<void>;
  /** @throws StoreFault */
  atContact(event: ContactEvent): Promise<void>;
  /** What is known of each call's party, when it is asked for; calls of which nothing is to be told are left out. */
  known(calls: readonly CallKey[]): AsyncIterable<RecordsFrame>;
  /** Somebody may have been forgotten: nothing of them stays in memory. @throws StoreFault */
  lookAgain(): Promise<void>;
  readonly flights: number;
  /** Another account, or none: what is under way is of no use. */
  turnTo(account: string | null): void;
  /** Resolves when no look is under way; nobody waits for another relay any more. */
  close(): Promise<void>;
}

/** What a look goes by; nobody was forgotten and the CRM is the same from its beginning to its end. */
interface Sight {
  readonly crm: ConnectedCrm;
  /** What is known of the party is as of this. */
  readonly asOf: number;
  readonly party: Party;
}

export function startLooking(parts: LookingParts): Looking {
  const { calls, book, sharing, prints, watch, now, config } = parts;
  const sent = sentRecords(prints);
  const looks = inOrder<CallKey>();
  const landings = inOrder<Print>();
  const whose = ({ crm }: ConnectedCrm): Pick<RecordsFrame, 'crm' | 'account'> =>
    // The account is the config's: with another one, nothing is asked or told.
    ({ crm, account: accountIn(config().crm) ?? undefined });
  const repeating = startRepeating({ ...parts, sent, whose, partyIn });
  const flights = flightBook({
    elapsed: parts.elapsed,
    isStale: async (asOf) => (await book.sync()) !== asOf,
    landed: (flight) => landings.add(flight.search.party.key, () => land(flight)),
    turn: takeTurn,
    turnOver: async (crm, { search }) => sharing?.done(keyOf(crm, search.party.key)),
    elsewhere: (flight) => awaiting.add(flight),
    dropped: watch.dropped,
    trouble: parts.trouble,
  });
  const awaiting = startAwaiting(({ call, receivedAt }) => {
    at(call, { why: 'answer', isRepeat: false, receivedAt }).catch(parts.trouble);
  });

  /** Null: it is this relay's turn to ask; else in how many ms to look again. */
  async function takeTurn(crm: ConnectedCrm, { search, urgency }: Asking): Promise<number | null> {
    if (sharing === null) return null;
    const { key } = search.party;
    const before = book.get(key);
    const leftMs = await sharing.takeTurn(keyOf(crm, key), urgency);
    if (leftMs !== null) return leftMs;
    // The last turn may have ended after this relay had looked.
    await book.load(key);
    if (book.get(key) === before) return null;
    await sharing.done(keyOf(crm, key));
    return 0;
  }

  /** Gives other relays what is known of a party, and has them look at calls of theirs. */
  async function share(
    crm: ConnectedCrm,
    party: Print,
    asOf: number,
    about: readonly CallKey[],
  ): Promise<void> {
    const shared = book.shared(party);
    if (shared !== null) await sharing?.share(keyOf(crm, party), shared, asOf, about);
  }

  /**
   * Reads a party, and what the journal has of it, again until nothing changed meanwhile that all of it goes by. What
   * follows without waiting may rely on that. Null: there is nobody to ask for, or nothing to ask.
   */
  async function sight(read: () => Promise<Party | null>): Promise<Sight | null> {
    for (;;) {
      const crm = parts.current();
      if (crm === null) return null;
      const asOf = await book.sync();
      const party = await read();
      if (party === null) return null;
      await Promise.all([party.key, party.number].map((one) => (one === null ? null : book.load(one))));
      if (parts.current() === crm && book.asOf === asOf) return { crm, asOf, party };
    }
  }

  async function look(call: CallKey, notice: Notice): Promise<void> {
    const seen = await sight(() => partyIn(call));
    if (seen === null) return;
    const { crm, asOf, party } = seen;
    sent.note(call, party.key, party.number);
    book.concerned(party.key, asOf);
    const known = book.get(party.key);
    const due = dueOf(known, wantedOf(party, config(), notice.why === 'ring', prints, now()));
    if (notice.why !== 'again') watch.looked(known === null ? 'miss' : due.ask === null ? 'hit' : 'stale');
    const sending =
      known !== null && due.isUsable
        ? send(frameOf(crm, call, party, known), 'cache', notice.isRepeat, notice.receivedAt)
        : Promise.resolve(false);
    if (due.ask !== null && notice.why !== 'again') {
      const search = searchOf(party, config(), due.ask, known, byNumber(party), prints);
      const asking = { search, urgency: urgencyOf(notice, due.isMissing), asOf };
      flights.fly(crm, asking, { call, receivedAt: notice.receivedAt });
    }
    const isNews = await sending;
    if (notice.why !== 'again') {
      if (isNews) await share(crm, party.key, asOf, [call]);
    } else if (known !== null) awaiting.arrived(party.key);
  }

  function at(call: CallKey, notice: Notice): Promise<void> {
    return looks.add(call, () => look(call, notice));
  }

  async function atContact({ data }: ContactEvent): Promise<void> {
    const seen = await sight(() => Promise.resolve(partyOfContact(data, prints)));
    if (seen === null) return;
    const { crm, asOf, party } = seen;
    const theirs = new Set([party.key, ...data.numbers.map((one) => prints.number(readNumber(one)))]);
    for (const one of theirs) book.doubt(one);
    const recent = sent.callsOf(theirs).slice(-MOST_RECENT);
    const known = book.get(party.key);
    if (recent.length === 0 && known?.who !== party.who) {
      const { ask } = dueOf(known, wantedOf(party, config(), false, prints, now()));
      if (ask === null) return;
      const search = searchOf(party, config(), ask, known, byNumber(party), prints);
      flights.fly(crm, { search, urgency: 'warm-up', asOf }, null);
    }
    for (const call of recent) await at(call, CONTACT_CHANGED);
  }

  async function partyIn(key: CallKey): Promise<Party | null> {
    const call = await calls.call(key);
    const party = call === null ? null : partyOf(call, prints);
    return party === null || (await parts.isOwnLine(call?.number ?? null)) ? null : party;
  }

  function byNumber({ number }: Party): Known | null {
    return number === null ? null : book.get(number);
  }

  async function land(landed: Landed): Promise<void> {
    const { crm, search, findings, troubles, urgency, calls: waiting, asOf } = landed;
    if (parts.current() !== crm) return;
    const { party } = search;
    const isSame = (await book.sync()) === asOf;
    if (isSame) await book.load(party.key);
    if (parts.current() !== crm) return;
    // Somebody was forgotten since it was asked: it may be they.
    if (!isSame || book.asOf !== asOf) {
      watch.resolved('forgotten', null);
      return;
    }
    const found = knownAfter(findings, search, book.get(party.key), prints, now());
    const known = found === null || urgency !== 'warm-up' ? found : afterChange(found);
    watch.resolved(known?.verdict ?? 'unknown', troubles[0] ?? null);
    if (known === null) return;
    book.put(party.key, known, party.tail, asOf);
    const theirs = waiting.map(({ call }) => call);
    await Promise.all([
      share(crm, party.key, asOf, theirs),
      ...waiting.map((one) => looks.add(one.call, () => arrive(one, { crm, asOf, party }))),
    ]);
  }

  /** At the call as it is by now: it may have moved, be somebody else's, or gone. */
  async function arrive({ call, receivedAt }: WaitingCall, asked: Sight): Promise<void> {
    const seen = await sight(() => partyIn(call));
    if (seen === null || seen.crm !== asked.crm || seen.asOf !== asked.asOf) return;
    const { crm, party } = seen;
    const known = party.key === asked.party.key ? book.get(party.key) : null;
    if (known !== null) await send(frameOf(crm, call, party, known), 'crm', false, receivedAt);
    const isSame =
      known !== null &&
      party.who === asked.party.who &&
      party.what === asked.party.what &&
      !hasNewId(known, wantedOf(party, config(), false, prints, now()));
    if (!isSame) await look(call, { why: 'answer', isRepeat: false, receivedAt });
  }

  async function send(
    frame: RecordsFrame,
    from: 'cache' | 'crm',
    isRepeat: boolean,
    receivedAt: number | null,
  ): Promise<boolean> {
    if (!sent.isNews(frame, isRepeat)) return false;
    watch.sent(from, receivedAt === null ? null : now() - receivedAt);
    await parts.send(frame);
    return true;
  }

  function frameOf(crm: ConnectedCrm, call: CallKey, party: Party, known: Known): RecordsFrame {
    return recordsFrame(call, whose(crm), ticketOf(party, prints), known, config().records.show);
  }

  return {
    at,
    atContact,
    known: repeating.frames,
    lookAgain: async () => repeating.sync(await book.sync()),
    get flights() {
      return flights.count;
    },
    turnTo: (account) => {
      flights.disown();
      // While nothing is asked, what is known waits: it is of use when the same account is back.
      if (account === null || !book.turnTo(account)) return;
      sent.clear();
    },
    close: async () => {
      awaiting.close();
      await landings.idle();
      await looks.idle();
    },
  };
}

function keyOf({ account }: ConnectedCrm, party: Print): FoundKey {
  return { account, party };
}

/** So many of a contact's calls are looked at when the contact changes: the newest. */
const MOST_RECENT = 5;
const CONTACT_CHANGED: Notice = { why: 'contact', isRepeat: false, receivedAt: null };
