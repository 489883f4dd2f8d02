import type { CallKey, Epoch } from '../../src-shared/brand.ts';
import type { Call, Claim, HeardEvent } from '../../src-shared/calls/call.ts';
import type { RelayFrame } from '../../src-shared/wire/protocol.ts';
import { byNewest, type PlaceInOrder } from './order.ts';
import type { Log } from '../log.ts';
import { openBookFile } from './book-file.ts';
import { createLedger, type Bounds, type LedgerChange } from './ledger.ts';
import type { BookRecord, EventRecord } from './records.ts';

const BOUNDS: Bounds = { events: 2_000, ageMs: 30 * 24 * 3_600_000 };
/** The file is rewritten when it has this many lines more than the book has events. */
const SPARE_LINES = 2_000;

export type BookChange =
  | LedgerChange
  /** Somebody has said "I've got it". */
  | { readonly kind: 'claimed'; readonly call: CallKey; readonly claim: Claim };

export interface CallBookOptions {
  readonly path: string;
  readonly log: Log;
  /** Everything up to `seq` is on disk: time to acknowledge it. */
  readonly onDurable: (epoch: Epoch, seq: number) => void;
  /** ms since 1970. */
  readonly now?: () => number;
  readonly bounds?: Bounds;
  readonly spareLines?: number;
  readonly retryMs?: number;
}

/** All calls this agent was told of, folded from their events, in memory and on disk. */
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
  call(key: CallKey): Call | null;
  claimOf(key: CallKey): Claim | null;
  events(key: CallKey): readonly HeardEvent[];
  /** Every call with its start, newest first. */
  order(): PlaceInOrder[];
  /** The text messages with a number, as a webhook wrote it; none for a withheld one. */
  textsWith(number: string | null): readonly HeardEvent[];
  /** Newest first. */
  calls(): Call[];
  /** Where the relay should go on from. */
  cursor(): { readonly epoch: Epoch | null; readonly after: number };
  onChange(listener: (change: BookChange) => void): () => void;
  /** Resolves when everything is on disk, or when the disk has failed. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens the book and fills it from disk. Reading tells no listener: what is read back from disk is history.
 * Promises: no event twice whatever is sent again; after a `reset` the old calls stay until the replay is complete.
 */
export async function openCallBook(options: CallBookOptions): Promise<CallBook> {
  const { log, now = Date.now, bounds = BOUNDS, spareLines = SPARE_LINES } = options;
  const ledger = createLedger();
  const claims = new Map<CallKey, Claim>();
  const listeners = new Set<(change: BookChange) => void>();
  const { records, file } = await openBookFile({ ...options, onDurable: reportDurable });
  for (const record of records) ledger.apply(record);
  ledger.prune(bounds, now());
  let lines = records.length;
  let epoch = ledger.epoch;
  let from = 0;

  function reportDurable(written: readonly BookRecord[]): void {
    const last = written.findLast((record): record is EventRecord => record.kind === 'event');
    if (last !== undefined) options.onDurable(last.epoch, last.frame.seq);
  }

  function enter(record: BookRecord): void {
    const changes = [...ledger.apply(record), ...ledger.prune(bounds, now())];
    for (const change of changes) {
      if (change.kind === 'moved') move(claims, change.from, change.to);
      else if (change.kind === 'gone') for (const key of change.calls) claims.delete(key);
      tell(change);
    }
    file.append(record);
    lines += 1;
    if (lines > ledger.eventCount + spareLines) compact();
  }

  function compact(): void {
    file.compact(() => {
      const kept = ledger.records();
      lines = kept.length;
      return kept;
    });
    lines = ledger.eventCount;
  }

  function calls(): Call[] {
    return ledger
      .keys()
      .flatMap((key) => ledger.call(key) ?? [])
      .sort(byNewest);
  }

  function tell(change: BookChange): void {
    for (const listener of listeners) listener(change);
  }

  function claim(call: CallKey, by: Claim): void {
    if (ledger.call(call) === null) return;
    claims.set(call, by);
    tell({ kind: 'claimed', call, claim: by });
  }

  return {
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
        case 'event':
          if (epoch !== null) enter({ kind: 'event', epoch, heardAt: now(), frame });
          return;
        case 'live':
          if (!ledger.isRebuilding) return;
          enter({ kind: 'rebuilt' });
          // What the relay no longer has may have been erased there, and must not stay on disk here either.
          compact();
          return;
        case 'claimed':
          claim(frame.call, { agent: frame.agent, name: frame.name ?? null });
          return;
        case 'policy':
          return;
      }
    },
    claim,
    dismiss(call) {
      if (ledger.call(call) !== null && !ledger.isDismissed(call)) enter({ kind: 'dismissed', call });
    },
    isDismissed: ledger.isDismissed,
    call: ledger.call,
    claimOf: (key) => claims.get(key) ?? null,
    events: ledger.events,
    order: () => calls().map(({ key, startedAt }) => ({ key, startedAt })),
    textsWith: () => [],
    calls,
    cursor: () => ({ epoch: ledger.epoch, after: ledger.cursor }),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    flush: file.settled,
    close: file.close,
  };
}

function move<V>(map: Map<CallKey, V>, from: CallKey, to: CallKey): void {
  const value = map.get(from);
  map.delete(from);
  if (value !== undefined && !map.has(to)) map.set(to, value);
}
