import type { CallKey, Epoch, WebhookId } from '../../src-shared/brand.ts';
import type { Call, HeardEvent } from '../../src-shared/calls/call.ts';
import { foldCall } from '../../src-shared/calls/fold.ts';
import { heardFrom, type BookRecord, type EventRecord } from './records.ts';

/** What a record changed, for whoever shows calls. */
export type LedgerChange =
  /** An event that was not known before, or is filed under another call now. */
  | { readonly kind: 'heard'; readonly call: CallKey; readonly heard: HeardEvent }
  /** Every event of a call is filed under another key now. */
  | { readonly kind: 'moved'; readonly from: CallKey; readonly to: CallKey }
  /** Calls that are not kept any more. */
  | { readonly kind: 'gone'; readonly calls: readonly CallKey[] };

export interface Bounds {
  readonly events: number;
  readonly ageMs: number;
}

interface Filed {
  readonly record: EventRecord;
  readonly heard: HeardEvent;
  readonly call: CallKey;
  /** Which rebuilding of the book heard it last. */
  readonly generation: number;
}

/** The calls, filed from records one by one: the same records give the same ledger, live or read back from disk. */
export interface Ledger {
  /** What the record changed; empty for a repeat. */
  apply(record: BookRecord): LedgerChange[];
  /** Drops whole calls, longest unheard first, until the rest is within bounds. */
  prune(bounds: Bounds, now: number): LedgerChange[];
  /** The shortest list of records that gives this ledger again. */
  records(): BookRecord[];
  call(key: CallKey): Call | null;
  keys(): CallKey[];
  events(key: CallKey): HeardEvent[];
  isDismissed(key: CallKey): boolean;
  /** Whose calls these are; null as long as nobody said. */
  readonly owner: string | null;
  readonly epoch: Epoch | null;
  readonly cursor: number;
  readonly eventCount: number;
  /** After a `reset`, until the replay is complete. */
  readonly isRebuilding: boolean;
}

export function createLedger(): Ledger {
  const filed = new Map<WebhookId, Filed>();
  const calls = new Map<CallKey, Set<WebhookId>>();
  const folded = new Map<CallKey, Call | null>();
  const dismissed = new Set<CallKey>();
  let owner: string | null = null;
  let epoch: Epoch | null = null;
  let cursor = 0;
  let generation = 0;
  let rebuilding = false;

  function apply(record: BookRecord): LedgerChange[] {
    switch (record.kind) {
      case 'owner':
        return belongTo(record.agent);
      case 'event':
        return file(record);
      case 'reset':
        epoch = record.epoch;
        cursor = record.from;
        generation += 1;
        rebuilding = true;
        return [];
      case 'rebuilt':
        rebuilding = false;
        return remove([...filed.values()].filter((f) => f.generation < generation));
      case 'dismissed':
        if (calls.has(record.call)) dismissed.add(record.call);
        return [];
      case 'cursor':
        ({ epoch, seq: cursor, rebuilding } = record);
        generation += 1;
        return [];
    }
  }

  function belongTo(agent: string): LedgerChange[] {
    const stranger = owner !== null && owner !== agent;
    owner = agent;
    if (!stranger) return [];
    epoch = null;
    cursor = 0;
    rebuilding = false;
    return remove([...filed.values()]);
  }

  function file(record: EventRecord): LedgerChange[] {
    cursor = record.epoch === epoch ? Math.max(cursor, record.frame.seq) : record.frame.seq;
    epoch = record.epoch;
    const { call, webhookId } = record.frame;
    const known = filed.get(webhookId);
    const heard = known?.heard ?? heardFrom(record);
    if (call === null || heard === null) return [];
    // A repeat keeps when it was first heard: that moment, not the repeat's, tells how old it is here.
    filed.set(webhookId, {
      record: known === undefined ? record : refiled(known, record),
      heard,
      call,
      generation,
    });
    if (known?.call === call) return [];
    const changes: LedgerChange[] = [{ kind: 'heard', call, heard }];
    put(call, webhookId);
    if (known !== undefined) changes.push(...takeOut(known.call, webhookId, call));
    return changes;
  }

  function put(call: CallKey, webhookId: WebhookId): void {
    const members = calls.get(call);
    if (members === undefined) calls.set(call, new Set([webhookId]));
    else members.add(webhookId);
    folded.delete(call);
  }

  /** @param to where the event went; null: away */
  function takeOut(call: CallKey, webhookId: WebhookId, to: CallKey | null): LedgerChange[] {
    const members = calls.get(call);
    folded.delete(call);
    if (members === undefined || !members.delete(webhookId) || members.size > 0) return [];
    calls.delete(call);
    folded.delete(call);
    if (dismissed.delete(call) && to !== null) dismissed.add(to);
    return to === null ? [{ kind: 'gone', calls: [call] }] : [{ kind: 'moved', from: call, to }];
  }

  function remove(old: readonly Filed[]): LedgerChange[] {
    return old.flatMap(({ heard, call }) => {
      filed.delete(heard.webhookId);
      return takeOut(call, heard.webhookId, null);
    });
  }

  function events(key: CallKey): HeardEvent[] {
    return [...(calls.get(key) ?? [])].flatMap((id) => filed.get(id)?.heard ?? []);
  }

  return {
    apply,
    prune(bounds, now) {
      if (filed.size <= bounds.events && !isOld(filed.values().next().value, bounds, now)) return [];
      const byAge = [...calls.keys()]
        .map((key) => ({ key, at: Math.max(...events(key).map((h) => h.heardAt)) }))
        .sort((a, b) => a.at - b.at);
      const changes: LedgerChange[] = [];
      for (const { key, at } of byAge) {
        if (filed.size <= bounds.events && now - at <= bounds.ageMs) break;
        changes.push(...remove([...filed.values()].filter((f) => f.call === key)));
      }
      return changes;
    },
    records() {
      const kept = [...filed.values()];
      const older = kept.filter((f) => f.generation < generation);
      const newer = kept.filter((f) => f.generation >= generation);
      const standing: BookRecord[] =
        epoch === null ? [] : [{ kind: 'cursor', epoch, seq: cursor, rebuilding }];
      return [
        ...(owner === null ? [] : [{ kind: 'owner', agent: owner } as const]),
        ...older.map((f) => f.record),
        ...standing,
        ...newer.map((f) => f.record),
        ...[...dismissed].map((call): BookRecord => ({ kind: 'dismissed', call })),
      ];
    },
    call(key) {
      const known = folded.get(key);
      if (known !== undefined) return known;
      const call = calls.has(key) ? foldCall(key, events(key)) : null;
      folded.set(key, call);
      return call;
    },
    keys: () => [...calls.keys()],
    events,
    isDismissed: (key) => dismissed.has(key),
    get owner() {
      return owner;
    },
    get epoch() {
      return epoch;
    },
    get cursor() {
      return cursor;
    },
    get eventCount() {
      return filed.size;
    },
    get isRebuilding() {
      return rebuilding;
    },
  };
}

/** The first record, filed anew: what the relay said last about where it belongs and how far it has counted. */
function refiled(known: Filed, { epoch, frame }: EventRecord): EventRecord {
  return { ...known.record, epoch, frame: { ...known.record.frame, call: frame.call, seq: frame.seq } };
}

function isOld(first: Filed | undefined, bounds: Bounds, now: number): boolean {
  return first !== undefined && now - first.heard.heardAt > bounds.ageMs;
}
