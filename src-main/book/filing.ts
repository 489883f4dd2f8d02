import type { CallKey, Epoch, WebhookId } from '../../src-shared/brand.ts';
import { newestByTail } from './by-number.ts';
import { createCallMarks } from './call-marks.ts';
import { createContactShelf } from './contact-shelf.ts';
import { headAgain } from './event-head.ts';
import type { LedgerChange } from './ledger-change.ts';
import type { Ledger } from './ledger.ts';
import { createOrder } from './order.ts';
import type { Body, BookRecord, EventHead } from './records.ts';
import { createTextShelf, type ShelvedText } from './text-shelf.ts';
import { oldestOf, unitsOf } from './units.ts';

interface Filed extends ShelvedText {
  /** Null: a text message. */
  readonly call: CallKey | null;
  readonly seq: number;
  readonly alloIds: readonly string[];
  readonly contactId: string | null;
  /** Which rebuilding of the book heard it last. */
  readonly generation: number;
  readonly body: Body;
}

/** An empty ledger. */
export function createLedger(): Ledger {
  const filed = new Map<WebhookId, Filed>();
  const calls = new Map<CallKey, WebhookId[]>();
  const order = createOrder();
  const texts = createTextShelf();
  const contacts = createContactShelf();
  const marks = createCallMarks();
  let owner: string | null = null;
  let epoch: Epoch | null = null;
  let cursor = 0;
  let generation = 0;
  let rebuilding = false;
  let lookedAt = 0;

  function apply(record: BookRecord): LedgerChange[] {
    switch (record.kind) {
      case 'owner': {
        const changes = owner !== null && owner !== record.agent ? clear() : [];
        owner = record.agent;
        return changes;
      }
      case 'event':
        return file(record);
      case 'reset':
        epoch = record.epoch;
        cursor = record.from;
        generation += 1;
        rebuilding = true;
        marks.crm.age();
        return [];
      case 'rebuilt': {
        rebuilding = false;
        const changes = remove([...filed.values()].filter((f) => f.generation < generation));
        const settled = marks.crm.settle().map((call) => ({ kind: 'crm', call }) as const);
        return [...changes, ...settled, ...changesNear(contacts.dropBefore(generation))];
      }
      case 'dismissed':
      case 'reopened':
      case 'claim':
      case 'released':
      case 'note':
      case 'crm':
      case 'chosen':
        return calls.has(record.call) ? marks.apply(record) : [];
      case 'contact':
        return changesNear(contacts.put(record, generation), record.contact.id);
      case 'texts read':
      case 'texts unread': {
        const changed = texts.mark(record);
        return changed.length === 0 ? [] : [{ kind: 'textsRead', texts: changed }];
      }
      case 'looked':
        lookedAt = record.at;
        return [];
      case 'cursor':
        ({ epoch, seq: cursor, rebuilding } = record);
        generation += 1;
        return [];
    }
  }

  function clear(): LedgerChange[] {
    const changes = remove([...filed.values()]);
    texts.forget();
    contacts.clear();
    owner = null;
    epoch = null;
    cursor = 0;
    lookedAt = 0;
    rebuilding = false;
    return changes;
  }

  function file(head: EventHead): LedgerChange[] {
    cursor = head.epoch === epoch ? Math.max(cursor, head.seq) : head.seq;
    epoch = head.epoch;
    if (head.what === 'other') return [];
    const { webhookId, call, seq } = head;
    const known = filed.get(webhookId);
    const body = known?.body ?? head.body;
    if (body === null) return [];
    // A repeat keeps when it was first heard: that moment, not the repeat's, tells how old it is here.
    const { heardAt, startedAt, tail, message, alloIds, contactId } = known ?? head;
    const said = { heardAt, startedAt, tail, message, alloIds, contactId };
    const one = { webhookId, call, seq, ...said, generation, body };
    filed.set(webhookId, one);
    if (known?.call === call && known !== undefined) return [];
    const changes: LedgerChange[] = [];
    if (call === null) {
      texts.add(one, rebuilding);
      changes.push({ kind: 'texted', webhookId });
    } else {
      put(call, webhookId);
      changes.push({ kind: 'received', call, webhookId });
    }
    return known === undefined ? changes : [...changes, ...takeOut(known, call)];
  }

  function put(call: CallKey, webhookId: WebhookId): void {
    const members = calls.get(call);
    if (members === undefined) calls.set(call, [webhookId]);
    else members.push(webhookId);
    reorder(call);
  }

  function reorder(call: CallKey): void {
    const starts = filedOf(calls.get(call) ?? []).flatMap((f) => f.startedAt ?? []);
    order.set(call, starts.length === 0 ? null : Math.min(...starts));
  }

  /** @param to where the event went; null: away */
  function takeOut(one: Filed, to: CallKey | null): LedgerChange[] {
    const { webhookId, call } = one;
    if (call === null) {
      texts.remove(one);
      return [{ kind: 'untexted', webhookId }];
    }
    const members = calls.get(call)?.filter((id) => id !== webhookId) ?? [];
    if (members.length > 0) {
      calls.set(call, members);
      reorder(call);
      return [{ kind: 'left', call }];
    }
    calls.delete(call);
    order.set(call, null);
    marks.move(call, to);
    return to === null ? [{ kind: 'gone', calls: [call] }] : [{ kind: 'moved', from: call, to }];
  }

  function remove(old: readonly Filed[]): LedgerChange[] {
    const changes = old.flatMap((one) => (filed.delete(one.webhookId) ? takeOut(one, null) : []));
    return changes.filter((change) => change.kind !== 'left' || calls.has(change.call));
  }

  function filedOf(ids: readonly WebhookId[]): Filed[] {
    return ids.flatMap((id) => filed.get(id) ?? []);
  }

  const lastReceived = (call: CallKey) => Math.max(...filedOf(calls.get(call) ?? []).map((f) => f.heardAt));

  const callsSince = (since: number, until: number, fits: (one: Filed) => boolean) =>
    order.between(since, until).filter((key) => filedOf(calls.get(key) ?? []).some(fits));

  /** @param tails of numbers that may be another contact's now @param id whom calls may have been remembered with */
  function changesNear(tails: readonly string[], id: string | null = null): LedgerChange[] {
    if (tails.length === 0) return [];
    const concerns = ({ tail, contactId }: Filed): boolean =>
      (tail !== null && tails.includes(tail)) || (contactId !== null && contactId === id);
    const named = callsSince(-Infinity, Infinity, concerns);
    const written = tails.flatMap(texts.withTail);
    return named.length + written.length === 0 ? [] : [{ kind: 'contacts', calls: named, texts: written }];
  }

  return {
    apply,
    prune({ events, ageMs }, now) {
      // A full book is cut by the hundred: sorting all of it for every event would be dear.
      const changes = changesNear(contacts.prune(now - ageMs));
      const oldest = oldestOf(order.places, texts.order());
      if (filed.size <= events + Math.floor(events / 100) && now - oldest <= ageMs) return changes;
      const ofCalls = [...calls].map(([call, members]) => [call, filedOf(members)] as const);
      for (const { members, since, noted } of unitsOf(ofCalls, filedOf([...texts.all()]), order, marks)) {
        if (now - since > ageMs || (filed.size > events && !noted)) changes.push(...remove(members));
      }
      return changes;
    },
    clear,
    records() {
      const told = (fits: (generation: number) => boolean): BookRecord[] => {
        const heads = [...filed.values()].filter((f) => fits(f.generation)).map((f) => headAgain(f, epoch));
        return [...heads, ...contacts.marks(fits)];
      };
      const cursors: BookRecord[] =
        epoch === null ? [] : [{ kind: 'cursor', epoch, seq: cursor, rebuilding }];
      return [
        ...(owner === null ? [] : [{ kind: 'owner', agent: owner } as const]),
        ...told((g) => g < generation),
        ...cursors,
        ...told((g) => g >= generation),
        ...marks.records(),
        ...texts.marks(),
        ...(lookedAt === 0 ? [] : [{ kind: 'looked', at: lookedAt } as const]),
      ];
    },
    has: (call) => calls.has(call),
    get order() {
      return order.places;
    },
    events: (call) => calls.get(call) ?? [],
    callsWith: (tails, since, until) => callsSince(since, until, (one) => tails.includes(one.tail ?? '')),
    callsNamed: (ids, since) =>
      callsSince(since, Infinity, ({ alloIds }) => alloIds.some((id) => ids.includes(id))),
    newestCalls: () => newestByTail(order.places, (call) => filedOf(calls.get(call) ?? [])),
    texts,
    contacts,
    knowsContact: (mark) => contacts.knows(mark, generation),
    textOf(message) {
      const one = filed.get(texts.known(message) ?? ('' as WebhookId));
      return one === undefined || (rebuilding && one.generation < generation) ? null : one.webhookId;
    },
    lastReceived,
    callOf: (id) => filed.get(id)?.call,
    bodyOf: (id) => filed.get(id)?.body ?? null,
    dismissed: () => [...marks.dismissed],
    isDismissed: (call) => marks.dismissed.has(call),
    claimOf: (call) => marks.claims.get(call) ?? null,
    noteOf: (call) => marks.notes.get(call) ?? '',
    crm: marks.crm,
    chosen: marks.chosen,
    get owner() {
      return owner;
    },
    get epoch() {
      return epoch;
    },
    get cursor() {
      return cursor;
    },
    get recordCount() {
      return filed.size + contacts.count + marks.count;
    },
    get lookedAt() {
      return lookedAt;
    },
    get isRebuilding() {
      return rebuilding;
    },
  };
}
