import type { CallKey, WebhookId } from '../../src-shared/brand.ts';
import type { Call, ReceivedEvent } from '../../src-shared/calls/call.ts';
import { contactWith, withContact } from '../../src-shared/calls/contact.ts';
import { foldCall } from '../../src-shared/calls/fold.ts';
import type { Log } from '../log/log.ts';
import { createBookCrm } from './book-crm.ts';
import { createBookTexts, isRepeated } from './book-texts.ts';
import type { BookFile, Compaction } from './book-file.ts';
import { callsByNumber } from './by-number.ts';
import type { BookChange, CallBook } from './call-book.ts';
import { changedCalls } from './changed-calls.ts';
import { closedCards } from './closed-cards.ts';
import { contactMarkIn, headOf, NOTHING_SAID } from './event-head.ts';
import { createLedger } from './filing.ts';
import type { Remembered } from './kept-keys.ts';
import type { Bounds, LedgerChange } from './ledger-change.ts';
import { mergeBooks } from './merge-books.ts';
import { keepNewest } from './newest.ts';
import { receivedFrom, type BookRecord, type EventRecord } from './records.ts';

/** 10,000 calls with six events each. */
const KEPT_EVENTS = 60_000;
/** What the relay sends in the place of an event that it was told to forget. */
const ERASED = 'erased';
const DAY_MS = 24 * 3_600_000;
/** The file is rewritten when it has this many records or writes more than the book needs. */
const SPARE_RECORDS = 2_000;
/** So many calls stay folded: what happens now is asked for again and again. */
const HOT_CALLS = 300;

export interface CallBookOptions {
  /** What was on disk, oldest first. */
  readonly records: readonly BookRecord[];
  readonly file: BookFile;
  readonly log: Log;
  /** What is known of runs before, where nothing else of them was kept. */
  readonly remembered?: Remembered | undefined;
  /** ms since 1970. */
  readonly now?: () => number;
  /** Calls older than this are erased; null: it is not known yet, and none is. */
  readonly days?: () => number | null;
  readonly events?: number;
  readonly spareRecords?: number;
}

/**
 * Fills the book from what was on disk. That tells no listener: what is read back from disk is history.
 * Promises: no event twice whatever is sent again; after a `reset` the old calls stay until the replay is complete.
 */
export function createCallBook(options: CallBookOptions): CallBook {
  const { log, now = Date.now, days = () => 30, spareRecords = SPARE_RECORDS } = options;
  let { file, remembered } = options;
  let ledger = createLedger();
  const folded = keepNewest<CallKey, Call | null>(HOT_CALLS);
  const listeners = new Set<(change: BookChange) => void>();
  for (const record of options.records) ledger.apply(record);
  let written = options.records.length;
  /** Something is in the file that is not kept any more. */
  let hasWaste = ledger.prune(bounds(), now()).length > 0;
  let epoch = ledger.epoch;
  let from = 0;

  function bounds(): Bounds {
    return { events: options.events ?? KEPT_EVENTS, ageMs: (days() ?? Infinity) * DAY_MS };
  }

  function enter(record: BookRecord, onWritten?: (isDurable: boolean) => void): void {
    const changes = ledger.apply(record);
    const old = ledger.prune(bounds(), now());
    hasWaste ||= old.length > 0;
    publish([...changes, ...old]);
    file.append(record, onWritten);
    written += 1;
    if (written > ledger.recordCount + spareRecords || file.blocks > spareRecords) compact();
  }

  function receive(record: EventRecord): void {
    const head = headOf(record);
    const { webhookId, call, what } = head;
    const filedUnder = ledger.callOf(webhookId);
    const isRepeat = filedUnder === undefined && isRepeated(head, receivedFrom(record), forTexts);
    // Before the event that brought it: once that is on disk, the relay sends neither again.
    const contact = contactMarkIn(record);
    if (contact !== null && !ledger.knowsContact(contact)) enter(contact);
    // A repeat brings nothing but its place.
    if (isRepeat) enter({ ...head, what: 'other', ...NOTHING_SAID });
    else enter(filedUnder === undefined ? head : { ...head, body: null });
    crm.callsCame();
    const { topic } = record.frame;
    if (isRepeat) emit({ kind: 'passed', webhookId, topic, call, verdict: 'duplicate' });
    else if (what === 'other') {
      if (topic === ERASED) return;
      const verdict = receivedFrom(record) === null ? 'unreadable' : 'filed';
      emit({ kind: 'passed', webhookId, topic, call, verdict });
    } else if (filedUnder === call) emit({ kind: 'passed', webhookId, topic, call, verdict: 'duplicate' });
  }

  function compact(how: Compaction = {}): void {
    hasWaste = false;
    file.compact(() => {
      const kept = ledger.records();
      written = kept.length;
      return kept;
    }, how);
    written = ledger.recordCount;
  }

  function publish(changes: readonly LedgerChange[]): void {
    // All of them hold before the first is told.
    for (const change of changes) for (const key of changedCalls(change)) folded.drop(key);
    for (const change of changes) {
      const told = changeToPublish(change);
      if (told !== null) emit(told);
    }
  }

  function emit(change: BookChange): void {
    for (const listener of listeners) listener(change);
  }

  function changeToPublish(change: LedgerChange): BookChange | null {
    if (change.kind !== 'received' && change.kind !== 'texted') return change;
    const received = read(change.webhookId);
    if (received === null) return null;
    return change.kind === 'received'
      ? { kind: 'received', call: change.call, received }
      : { kind: 'texted', received };
  }

  function read(webhookId: WebhookId): ReceivedEvent | null {
    const body = ledger.bodyOf(webhookId);
    const record = body === null ? null : file.read(webhookId, body);
    return record === null ? null : receivedFrom(record);
  }

  function events(key: CallKey): ReceivedEvent[] {
    return ledger.events(key).flatMap((id) => read(id) ?? []);
  }

  function whole(key: CallKey): ReturnType<CallBook['whole']> {
    const received = events(key);
    const call = foldCall(key, received);
    return { call: call && withContact(call, received, ledger.contacts), events: received };
  }

  /** @returns when what was queued for the file before has been written, or its disk has failed */
  function goOnIn(next: BookFile): Promise<void> {
    const before = file;
    file = next;
    remembered = undefined;
    return before.close();
  }

  async function keysSettled(): Promise<void> {
    await remembered?.closed.settled();
  }

  const call = (key: CallKey) => folded.get(key, () => (ledger.has(key) ? whole(key).call : null));
  const crm = createBookCrm({ ledger: () => ledger, enter, tell: publish, call });
  const forTexts = { ledger: () => ledger, read, enter };

  const book: CallBook = {
    belongTo(agent) {
      if (ledger.owner === null) enter({ kind: 'owner', agent });
      return ledger.owner === agent;
    },
    get owner() {
      return ledger.owner;
    },
    receive(frame) {
      switch (frame.type) {
        case 'welcome':
          ({ epoch, from } = frame);
          return;
        case 'reset':
          log.warn('the relay counts anew', { reason: frame.reason });
          crm.forgetEarly();
          if (epoch !== null) enter({ kind: 'reset', epoch, from });
          return;
        case 'event': {
          if (epoch === null) return;
          receive({ epoch, heardAt: now(), frame });
          return;
        }
        case 'live':
          if (!ledger.isRebuilding) return;
          enter({ kind: 'rebuilt' });
          // What the relay no longer has may have been erased there, and must not stay on disk here either.
          compact({ isErasing: true });
          return;
        case 'claimed':
          book.claim(frame.call, { agent: frame.agent, name: frame.name ?? null });
          return;
        case 'released':
          book.release(frame.call);
          return;
        case 'records':
          if (epoch !== null) crm.hear(frame);
          return;
        case 'policy':
          return;
      }
    },
    claim(key, by) {
      const known = ledger.claimOf(key);
      if (!ledger.has(key) || (known?.agent === by.agent && known.name === by.name)) return;
      enter({ kind: 'claim', call: key, ...by });
    },
    release(key) {
      if (ledger.claimOf(key) !== null) enter({ kind: 'released', call: key });
    },
    ...closedCards({ ledger: () => ledger, enter, remembered }),
    async note(key, text) {
      if (!ledger.has(key)) return 'gone';
      const isKept = await new Promise<boolean>((told) => enter({ kind: 'note', call: key, text }, told));
      return isKept ? 'kept' : 'failed';
    },
    noteOf: (key) => ledger.noteOf(key),
    recordsOf: crm.recordsOf,
    choose: crm.choose,
    chosen: crm.chosen,
    look: () => enter({ kind: 'looked', at: now() }),
    get lookedAt() {
      return ledger.lookedAt;
    },
    call,
    whole,
    claimOf: (key) => ledger.claimOf(key),
    events,
    webhooksOf: (key) => ledger.events(key),
    lastReceived: (key) => ledger.lastReceived(key),
    order: () => ledger.order,
    ...callsByNumber({ ledger: () => ledger, call }),
    contactWith: (number) => contactWith(number, ledger.contacts),
    callsNamed: (ids, since) => ledger.callsNamed(ids, since),
    ...createBookTexts(forTexts),
    cursor: () => ({ epoch: ledger.epoch, after: ledger.cursor }),
    prune() {
      const old = ledger.prune(bounds(), now());
      publish(old);
      if (old.length > 0 || hasWaste) compact({ isErasing: true });
    },
    rewrite: (seal) =>
      new Promise((told) => {
        compact({ seal });
        enter({ kind: 'looked', at: ledger.lookedAt }, told);
      }),
    erase() {
      epoch = null;
      crm.forgetEarly();
      remembered?.closed.clear();
      publish(ledger.clear());
      compact({ isErasing: true });
    },
    takeIn(older, next) {
      const whole = mergeBooks(older, ledger.records());
      if (whole === null) return null;
      // What was here reads differently too: the older book has contacts.
      const here = ledger.order.map(({ key }) => key);
      ledger = createLedger();
      for (const record of whole) ledger.apply(record);
      for (const key of remembered?.closed.all() ?? []) ledger.apply({ kind: 'dismissed', call: key });
      hasWaste = ledger.prune(bounds(), now()).length > 0;
      folded.clear();
      if (next !== undefined) void goOnIn(next);
      const there = older.flatMap((one) => ('call' in one && one.call !== null ? one.call : []));
      const calls = new Set([...there, ...here]);
      emit({ kind: 'restored', calls: [...calls].filter(ledger.has) });
      crm.callsCame();
      return book.rewrite();
    },
    turnTo(agent, next) {
      epoch = null;
      crm.forgetEarly();
      publish(ledger.clear());
      ledger.apply({ kind: 'owner', agent });
      const closed = next === undefined ? Promise.resolve() : goOnIn(next);
      compact();
      return closed;
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async flush() {
      await file.settled();
      await keysSettled();
    },
    async close() {
      await file.close();
      await keysSettled();
    },
  };
  return book;
}
