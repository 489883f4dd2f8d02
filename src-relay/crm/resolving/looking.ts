import type { CallKey } from '../../../src-shared/brand.ts';
import { accountIn } from '../../../src-shared/crm/account.ts';
import { readNumber } from '../../../src-shared/format/phone.ts';
import type { RelayConfig } from '../../config/schema.ts';
import type { RecordsFrame } from '../../hub/frames.ts';
import type { ConnectedCrm } from '../asking/connected.ts';
import type { Prints } from '../cache/prints.ts';
import type { KnownBook } from './book.ts';
import type { CallReading } from './calls.ts';
import { knownAfter } from './finding.ts';
import { flightBook, type Landed } from './flights.ts';
import { recordsFrame, saysSomething } from './frame.ts';
import { afterChange, dueOf, isUsable } from './freshness.ts';
import type { Known } from './known.ts';
import { urgencyOf, type ContactEvent, type Notice } from './notices.ts';
import { partyOf, partyOfContact, type Party } from './party.ts';
import { searchOf, wantedOf } from './searching.ts';
import { ticketBook, ticketOf, type MadeOfCall } from './tickets.ts';
import { toldBook } from './told.ts';
import type { RecordsWatch } from './watch.ts';

export interface LookingParts {
  /** Null: nothing is asked, and nothing told. */
  readonly current: () => ConnectedCrm | null;
  readonly config: () => RelayConfig;
  readonly calls: CallReading;
  readonly book: KnownBook;
  readonly prints: Prints;
  /** Whether a number is one of the team's. */
  readonly isOwnLine: (number: string | null) => boolean;
  readonly tell: (frame: RecordsFrame) => void;
  readonly watch: RecordsWatch;
  /** ms since 1970. */
  readonly now: () => number;
  /** ms on a clock that never jumps. */
  readonly elapsed: () => number;
  readonly trouble: (error: unknown) => void;
}

/** Looks at calls: tells what is known of their parties, asks for what is not, and tells that when it comes. */
export interface Looking {
  at(call: CallKey, notice: Notice): void;
  atContact(event: ContactEvent): void;
  /**
   * What is known of a call's party at this moment, if only that there is nothing any more, which takes back what was told;
   * null: nothing, or it is of no use any more.
   */
  known(call: CallKey): RecordsFrame | null;
  /** Somebody may have been forgotten: nothing of them stays in memory. */
  lookAgain(): void;
  readonly flights: number;
  /** Another account, or none: what is under way is of no use. */
  turnTo(account: string | null): void;
}

export function startLooking(parts: LookingParts): Looking {
  const { calls, book, prints, watch, now, config } = parts;
  const told = toldBook(prints);
  const tickets = ticketBook();
  const flights = flightBook({
    elapsed: parts.elapsed,
    isStale: (asOf) => book.sync() !== asOf,
    landed: land,
    dropped: watch.dropped,
    trouble: parts.trouble,
  });

  function at(call: CallKey, notice: Notice): void {
    const crm = parts.current();
    if (crm === null) return;
    const asOf = book.sync();
    const party = partyIn(call);
    if (party === null) return;
    told.note(call, party.key, party.number);
    book.heardOf(party.key, asOf);
    const known = book.get(party.key);
    const due = dueOf(known, wantedOf(party, config(), notice.why === 'ring', prints, now()));
    if (notice.why !== 'again') watch.looked(known === null ? 'miss' : due.ask === null ? 'hit' : 'stale');
    if (known !== null && due.isUsable)
      tell(frameOf(crm, call, party, known), 'cache', notice.isToldAgain, notice.receivedAt);
    if (due.ask === null || notice.why === 'again') return;
    const search = searchOf(party, config(), due.ask, known, byNumber(party), prints);
    const asking = { search, urgency: urgencyOf(notice, due.isMissing), asOf };
    flights.fly(crm, asking, { call, receivedAt: notice.receivedAt });
  }

  function atContact({ data }: ContactEvent): void {
    const crm = parts.current();
    if (crm === null) return;
    const asOf = book.sync();
    const party = partyOfContact(data, prints);
    if (party === null) return;
    const theirs = new Set([party.key, ...data.numbers.map((one) => prints.number(readNumber(one)))]);
    for (const one of theirs) book.doubt(one);
    const recent = told.callsOf(theirs).slice(-MOST_RECENT);
    for (const call of recent) at(call, CONTACT_CHANGED);
    const known = book.get(party.key);
    if (recent.length > 0 || known?.who === party.who) return;
    const { ask } = dueOf(known, wantedOf(party, config(), false, prints, now()));
    if (ask === null) return;
    const search = searchOf(party, config(), ask, known, byNumber(party), prints);
    flights.fly(crm, { search, urgency: 'warm-up', asOf }, null);
  }

  function partyIn(key: CallKey): Party | null {
    const call = calls.call(key);
    return call === null ? null : partyOf(call, prints, parts.isOwnLine);
  }

  function byNumber({ number }: Party): Known | null {
    return number === null ? null : book.get(number);
  }

  function land({ crm, search, findings, troubles, urgency, calls: waiting, asOf }: Landed): void {
    if (parts.current() !== crm) return;
    // Somebody was forgotten since it was asked: it may be they.
    if (book.sync() !== asOf) {
      watch.resolved('forgotten', null);
      return;
    }
    const { party } = search;
    const found = knownAfter(findings, search, book.get(party.key), prints, now());
    const known = found === null || urgency !== 'warm-up' ? found : afterChange(found);
    watch.resolved(known?.verdict ?? 'unknown', troubles[0] ?? null);
    if (known === null) return;
    book.put(party.key, known, party.tail, asOf);
    for (const { call, receivedAt } of waiting) arrive(crm, call, receivedAt, party);
  }

  /** At the call as it is by now: it may have moved, be somebody else's, or gone. */
  function arrive(crm: ConnectedCrm, call: CallKey, receivedAt: number | null, asked: Party): void {
    const party = partyIn(call);
    if (party === null) return;
    const known = party.key === asked.key ? book.get(party.key) : null;
    if (known !== null) tell(frameOf(crm, call, party, known), 'crm', false, receivedAt);
    const isSame = known !== null && party.who === asked.who && party.what === asked.what;
    if (!isSame) at(call, { why: 'answer', isToldAgain: false, receivedAt });
  }

  function tell(
    frame: RecordsFrame,
    from: 'cache' | 'crm',
    isToldAgain: boolean,
    receivedAt: number | null,
  ): void {
    if (!told.isNews(frame, isToldAgain)) return;
    parts.tell(frame);
    watch.told(from, receivedAt === null ? null : now() - receivedAt);
  }

  function frameOf(crm: ConnectedCrm, call: CallKey, party: Party, known: Known): RecordsFrame {
    return recordsFrame(call, whoseOf(crm), ticketOf(party, prints), known, config().records.show);
  }

  /** The account is the config's: with another one, nothing is asked or told. */
  function whoseOf({ crm }: ConnectedCrm): Pick<RecordsFrame, 'crm' | 'account'> {
    return { crm, account: accountIn(config().crm) ?? undefined };
  }

  function knownOf(call: CallKey): RecordsFrame | null {
    const crm = parts.current();
    if (crm === null) return null;
    tickets.sync(book.sync());
    const made = madeOf(call);
    const known = made === null || made.ticket === null ? null : book.get(made.ticket.party);
    if (made === null || made.ticket === null || known === null || !isUsable(known, now())) return null;
    const { show } = config().records;
    const { last, ticket } = made;
    const whose = whoseOf(crm);
    const isSame =
      last !== null && last.known === known && last.show === show && last.frame.account === whose.account;
    const frame = isSame ? last.frame : recordsFrame(call, whose, ticket, known, show);
    if (!isSame) tickets.set(call, { ...made, last: { known, show, frame } });
    return saysSomething(frame) || told.wasTold(call) ? frame : null;
  }

  function madeOf(call: CallKey): MadeOfCall | null {
    const version = calls.version(call);
    if (version === null) return null;
    const before = tickets.get(call, version);
    if (before !== null) return before;
    const party = partyIn(call);
    const made = { version, ticket: party === null ? null : ticketOf(party, prints), last: null };
    tickets.set(call, made);
    return made;
  }

  return {
    at,
    atContact,
    known: knownOf,
    lookAgain: () => tickets.sync(book.sync()),
    get flights() {
      return flights.count;
    },
    turnTo: (account) => {
      flights.disown();
      // While nothing is asked, what is known waits: it is of use when the same account is back.
      if (account === null || !book.turnTo(account)) return;
      told.clear();
    },
  };
}

/** So many of a contact's calls are looked at when the contact changes: the newest. */
const MOST_RECENT = 5;
const CONTACT_CHANGED: Notice = { why: 'contact', isToldAgain: false, receivedAt: null };
