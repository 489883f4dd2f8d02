import type { CallKey, Epoch, WebhookId } from '../../src-shared/brand.ts';
import type { Call, Claim, HeardEvent } from '../../src-shared/calls/call.ts';
import { foldCall } from '../../src-shared/calls/fold.ts';
import { readNumber } from '../../src-shared/format/phone.ts';
import type { RelayFrame } from '../../src-shared/wire/protocol.ts';
import type { Log } from '../log.ts';
import type { BookFile } from './book-file.ts';
import type { Dismissals } from './dismissals.ts';
import { headOf } from './event-head.ts';
import type { LedgerChange } from './ledger-change.ts';
import { createLedger, type Bounds } from './ledger.ts';
import { keepNewest } from './newest.ts';
import type { PlaceInOrder } from './order.ts';
import { heardFrom, type BookRecord } from './records.ts';

/** 10,000 calls with six events each. */
const KEPT_EVENTS = 60_000;
const DAY_MS = 24 * 3_600_000;
/** The file is rewritten when it has this many records or writes more than the book needs. */
const SPARE_RECORDS = 2_000;
/** So many calls stay folded: what happens now is asked for again and again. */
const HOT_CALLS = 300;

export type BookChange =
  | Exclude<LedgerChange, { kind: 'heard' | 'texted' }>
  /** An event that was not known before, or is filed under another call now. */
  | { readonly kind: 'heard'; readonly call: CallKey; readonly heard: HeardEvent }
  /** A text message that was not known before. */
  | { readonly kind: 'texted'; readonly heard: HeardEvent };

export interface CallBookOptions {
  /** What was on disk, oldest first. */
  readonly records: readonly BookRecord[];
  readonly file: BookFile;
  readonly log: Log;
  /** Calls dismissed in runs before, where nothing else of them was kept. */
  readonly dismissals?: Dismissals | undefined;
  /** ms since 1970. */
  readonly now?: () => number;
  /** Calls older than this are erased. */
  readonly days?: () => number;
  readonly events?: number;
  readonly spareRecords?: number;
}

/** All calls this agent was told of, folded from their events. */
export interface CallBook {
  /**
   * Whose book it is from here on; another agent's calls are erased.
   * @returns false when they were: the cursor is back at the start
   */
  belongTo(agent: string): boolean;
  /** Takes a frame of the relay. Listeners hear of it before this returns; the disk comes after. */
  receive(frame: RelayFrame): void;
  /** Notes a claim of this agent's own, or one the relay told of. */
  claim(call: CallKey, claim: Claim): void;
  dismiss(call: CallKey): void;
  isDismissed(call: CallKey): boolean;
  dismissed(): CallKey[];
  /**
   * Keeps what the agent jotted down; '' clears it.
   * @returns `gone` when there is no such call, `failed` when the disk has not taken it yet
   */
  note(call: CallKey, text: string): Promise<'kept' | 'gone' | 'failed'>;
  noteOf(call: CallKey): string;
  /** The agent has seen the calls as they are now. */
  look(): void;
  /** When the agent last looked, ms by this machine's clock. */
  readonly lookedAt: number;
  call(key: CallKey): Call | null;
  claimOf(key: CallKey): Claim | null;
  events(key: CallKey): readonly HeardEvent[];
  /** The webhooks of a call, without reading them. */
  webhooksOf(key: CallKey): readonly WebhookId[];
  /** When the call was last heard of, ms by this machine's clock. */
  lastHeard(key: CallKey): number;
  /** Every call with its start, newest first. */
  order(): readonly PlaceInOrder[];
  /**
   * The calls with a number, as a webhook wrote it, newest first; none for a withheld one.
   * @param since only those that began then or later, ms by this machine's clock
   */
  callsWith(number: string | null, since?: number): CallKey[];
  /** The text messages with a number; none for a withheld one. */
  textsWith(number: string | null): HeardEvent[];
  /** Where the relay should go on from. */
  cursor(): { readonly epoch: Epoch | null; readonly after: number };
  /** Erases what is too old by now, from the disk too. */
  prune(): void;
  /**
   * Writes everything down anew.
   * @returns false when the disk has not taken it; it is tried again all the same
   */
  rewrite(): Promise<boolean>;
  /** Erases everything, from the disk too. */
  erase(): void;
  onChange(listener: (change: BookChange) => void): () => void;
  /** Resolves when everything is on disk, or when the disk has failed. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Fills the book from what was on disk. That tells no listener: what is read back from disk is history.
 * Promises: no event twice whatever is sent again; after a `reset` the old calls stay until the replay is complete.
 */
export function createCallBook(options: CallBookOptions): CallBook {
  const { file, log, dismissals, now = Date.now, days = () => 30, spareRecords = SPARE_RECORDS } = options;
  const ledger = createLedger();
  const folded = keepNewest<CallKey, Call | null>(HOT_CALLS);
  const listeners = new Set<(change: BookChange) => void>();
  for (const record of options.records) ledger.apply(record);
  let written = options.records.length;
  /** Something is in the file that is not kept any more. */
  let hasWaste = ledger.prune(bounds(), now()).length > 0;
  let epoch = ledger.epoch;
  let from = 0;

  function bounds(): Bounds {
    return { events: options.events ?? KEPT_EVENTS, ageMs: days() * DAY_MS };
  }

  function enter(record: BookRecord, onWritten?: (isDurable: boolean) => void): void {
    const changes = ledger.apply(record);
    const old = ledger.prune(bounds(), now());
    hasWaste ||= old.length > 0;
    tell([...changes, ...old]);
    file.append(record, onWritten);
    written += 1;
    if (written > ledger.eventCount + spareRecords || file.blocks > spareRecords) compact();
  }

  function compact(): void {
    hasWaste = false;
    file.compact(() => {
      const kept = ledger.records();
      written = kept.length;
      return kept;
    });
    written = ledger.eventCount;
  }

  function tell(changes: readonly LedgerChange[]): void {
    // All of them hold before the first is told.
    for (const change of changes) {
      if (change.kind === 'heard' || change.kind === 'left') folded.drop(change.call);
      else if (change.kind === 'moved') folded.drop(change.from);
      else if (change.kind === 'gone') for (const key of change.calls) folded.drop(key);
    }
    for (const change of changes) {
      const told = spokenOut(change);
      if (told !== null) for (const listener of listeners) listener(told);
    }
  }

  function spokenOut(change: LedgerChange): BookChange | null {
    if (change.kind !== 'heard' && change.kind !== 'texted') return change;
    const heard = read(change.webhookId);
    if (heard === null) return null;
    return change.kind === 'heard' ? { kind: 'heard', call: change.call, heard } : { kind: 'texted', heard };
  }

  function read(webhookId: WebhookId): HeardEvent | null {
    const body = ledger.bodyOf(webhookId);
    const record = body === null ? null : file.read(webhookId, body);
    return record === null ? null : heardFrom(record);
  }

  function events(key: CallKey): HeardEvent[] {
    return ledger.events(key).flatMap((id) => read(id) ?? []);
  }

  const call = (key: CallKey) => folded.get(key, () => (ledger.has(key) ? foldCall(key, events(key)) : null));

  const book: CallBook = {
    belongTo(agent) {
      const { owner } = ledger;
      if (owner === agent) return true;
      enter({ kind: 'owner', agent });
      // What is erased here must not stay on disk either.
      if (owner !== null) compact();
      return owner === null;
    },
    receive(frame) {
      switch (frame.type) {
        case 'welcome':
          ({ epoch, from } = frame);
          return;
        case 'reset':
          log.warn('the relay counts anew', { reason: frame.reason });
          if (epoch !== null) enter({ kind: 'reset', epoch, from });
          return;
        case 'event': {
          if (epoch === null) return;
          const head = headOf({ epoch, heardAt: now(), frame });
          // A repeat brings nothing but its place.
          enter(ledger.bodyOf(head.webhookId) === null ? head : { ...head, body: null });
          return;
        }
        case 'live':
          if (!ledger.isRebuilding) return;
          enter({ kind: 'rebuilt' });
          // What the relay no longer has may have been erased there, and must not stay on disk here either.
          compact();
          return;
        case 'claimed':
          book.claim(frame.call, { agent: frame.agent, name: frame.name ?? null });
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
    dismiss(key) {
      if (!ledger.has(key) || ledger.isDismissed(key)) return;
      enter({ kind: 'dismissed', call: key });
      dismissals?.add(key);
    },
    isDismissed: (key) => ledger.isDismissed(key) || dismissals?.has(key) === true,
    dismissed: () => [...ledger.dismissed(), ...(dismissals?.calls() ?? [])],
    async note(key, text) {
      if (!ledger.has(key)) return 'gone';
      const isKept = await new Promise<boolean>((told) => enter({ kind: 'note', call: key, text }, told));
      return isKept ? 'kept' : 'failed';
    },
    noteOf: ledger.noteOf,
    look: () => enter({ kind: 'looked', at: now() }),
    get lookedAt() {
      return ledger.lookedAt;
    },
    call,
    claimOf: ledger.claimOf,
    events,
    webhooksOf: ledger.events,
    lastHeard: ledger.lastHeard,
    order: () => ledger.order,
    callsWith(number, since = -Infinity) {
      const { tail } = readNumber(number);
      return tail === null ? [] : ledger.callsWith(tail, since);
    },
    textsWith(number) {
      const { tail } = readNumber(number);
      return tail === null ? [] : ledger.textsWith(tail).flatMap((id) => read(id) ?? []);
    },
    cursor: () => ({ epoch: ledger.epoch, after: ledger.cursor }),
    prune() {
      const old = ledger.prune(bounds(), now());
      tell(old);
      if (old.length > 0 || hasWaste) compact();
    },
    rewrite: () =>
      new Promise((told) => {
        compact();
        enter({ kind: 'looked', at: ledger.lookedAt }, told);
      }),
    erase() {
      epoch = null;
      dismissals?.clear();
      tell(ledger.clear());
      compact();
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async flush() {
      await file.settled();
      await dismissals?.settled();
    },
    async close() {
      await file.close();
      await dismissals?.settled();
    },
  };
  return book;
}
