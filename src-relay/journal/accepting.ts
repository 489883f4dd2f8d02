import type { DatabaseSync } from 'node:sqlite';
import type { TimeSource } from '../../src-shared/allo/dated.ts';
import type { AlloEvent } from '../../src-shared/allo/events.ts';
import type { CallKey, Instant, WebhookId } from '../../src-shared/brand.ts';
import { whyKeptAside } from '../../src-shared/limits/overstep.ts';
import { occurredAt } from '../../src-shared/calls/freshness.ts';
import { alloCallKey } from '../../src-shared/calls/allo-call-id.ts';
import { isContactEvent } from '../../src-shared/calls/contact.ts';
import { isCallEvent, sightingOf } from '../../src-shared/calls/sighting.ts';
import type { AgentDirectory } from '../agents/directory.ts';
import { contactBook } from '../memory/contact-book.ts';
import { eventRemembering } from '../memory/remembering.ts';
import { callFiling, type CallFiling, type Filed, type KeepEvent } from './call-filing.ts';
import type { Delivery, TakenEvent, WebhookOutcome } from './commands.ts';
import { query } from '../sqlite/database.ts';
import { eventDelivering } from './delivering.ts';
import { erasedMarks } from './erased.ts';
import type { EventId } from '../sql/ids.ts';
import { isMisrouted } from './rules/misrouted.ts';
import { readBody, type Readable } from './webhook-body.ts';

export interface Webhook {
  readonly id: WebhookId;
  readonly receivedAt: number;
  readonly body: Uint8Array;
  /** The relay read it out of Allo's API: it is for a call that no completion is known of. */
  readonly isRecovered?: boolean;
}

export interface Accepted {
  readonly outcome: WebhookOutcome;
  readonly deliveries: readonly Delivery[];
}

export interface Accepting {
  /**
   * Takes a verified webhook in: once per id, unreadable ones into quarantine. What is beyond the limits goes there whole,
   * and is taken in without what is too much of it. What comes for somebody who was forgotten is dropped.
   */
  accept(webhook: Webhook, directory: AgentDirectory): Accepted;
  /** Keeps a webhook that could not be taken in, with the reason. */
  quarantine(webhook: Webhook, reason: string): Accepted;
  /**
   * Reads what is in quarantine again.
   * @param taken the event that was made of it, without what was too much
   */
  retry(webhook: Webhook, taken: EventId | null, directory: AgentDirectory): Retried;
}

/** `event`: as far as it is within the limits it was taken in just now, and it stays for the rest. */
export type Retried = 'accepted' | 'unreadable' | { readonly event: EventId; readonly reason: string };

interface TakenIn {
  readonly event: EventId;
  readonly taken: TakenEvent;
  readonly deliveries: Accepted['deliveries'];
}

export interface AcceptingParts {
  readonly now: () => number;
  readonly newCallKey: () => CallKey;
}

const DROPPED: Accepted = { outcome: { status: 'dropped' }, deliveries: [] };

/** Dedupe, match, remember, route and deliver: what happens to a webhook inside one transaction. */
export function webhookAccepting(db: DatabaseSync, { now, newCallKey }: AcceptingParts): Accepting {
  const remember = query(db, 'INSERT OR IGNORE INTO webhook (id, received_at) VALUES (?, ?)');
  const insertEvent = query(
    db,
    `INSERT INTO event (webhook_id, topic, call, about, occurred_at, received_at, data, reduced)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const insertQuarantine = query(
    db,
    'INSERT INTO quarantine (webhook_id, received_at, reason, body, event) VALUES (?, ?, ?, ?, ?)',
  );
  const complete = query(
    db,
    'UPDATE event SET data = ?3, reduced = NULL WHERE id = ?1 AND webhook_id = ?2 AND reduced IS NOT NULL',
  );
  const dropWaiting = query(
    db,
    `DELETE FROM event WHERE about = ? AND call IS NULL
     AND NOT EXISTS (SELECT 1 FROM delivery WHERE delivery.event = event.id)`,
  );
  const completion = query(db, 'SELECT 1 FROM sighting WHERE allo_call = ? LIMIT 1');
  const erased = erasedMarks(db);
  const filing = callFiling(db, newCallKey);
  const remembering = eventRemembering(db);
  const contacts = contactBook(db);
  const deliver = eventDelivering(db);

  function accept(webhook: Webhook, directory: AgentDirectory): Accepted {
    if (remember.run(webhook.id, webhook.receivedAt) === 0)
      return { outcome: { status: 'duplicate' }, deliveries: [] };
    const read = readBody(webhook.body, instantOf(webhook.receivedAt));
    if (!read.ok) {
      if (erased.isNamedIn(new TextDecoder().decode(webhook.body))) return DROPPED;
      return quarantine(webhook, read.reason);
    }
    if (isOfErased(webhook, read)) return DROPPED;
    if (webhook.isRecovered === true && isCompleted(read)) {
      return { outcome: { status: 'duplicate' }, deliveries: [] };
    }
    const { event, taken, deliveries } = takeIn(webhook, read, directory);
    const reason = whyReduced(read);
    if (reason === null) return { outcome: { status: 'accepted', taken }, deliveries };
    insertQuarantine.run(webhook.id, webhook.receivedAt, reason, webhook.body, event);
    return { outcome: { status: 'quarantined', taken }, deliveries };
  }

  function isCompleted({ event }: Readable): boolean {
    return event.topic === 'call.completed' && completion.get(alloCallKey(event.data.id)) !== undefined;
  }

  /** Of a call, message or contact that was erased. What waited for it to name its call goes with it. */
  function isOfErased({ receivedAt }: Webhook, { event }: Readable): boolean {
    const happened = occurredAt(event, instantOf(receivedAt));
    if (!erased.has(event, happened)) return false;
    if (event.topic === 'call.completed') {
      erased.noteCall(event.data.id, now());
      dropWaiting.run(alloCallKey(event.data.id));
    }
    return true;
  }

  function takeIn(
    { id, receivedAt }: Webhook,
    { event, timed, data, beyond }: Readable,
    directory: AgentDirectory,
  ): TakenIn {
    const received = instantOf(receivedAt);
    const about = 'call_id' in event.data ? alloCallKey(event.data.call_id) : null;
    const happened = occurredAt(event, received);
    const { topic } = event;
    const keep = (call: CallKey | null): EventId =>
      insertEvent.insert(id, topic, call, about, happened, receivedAt, data, beyond) as EventId;
    const filed = fileIn(filing, keep, id, event, timed);
    const formerNumbers = isContactEvent(event) ? contacts.numbersOf(event.data.id) : [];
    const memory = remembering({
      id: filed.event,
      webhookId: id,
      event,
      filed,
      occurredAt: happened,
      receivedAt,
    });
    const record = {
      call: filed.call,
      topic,
      webhookId: id,
      occurredAt: happened,
      receivedAt,
      data,
      reduced: beyond,
      memory,
    };
    const deliveries = deliver({ event, record, filed, formerNumbers }, directory, now());
    const concerns = deliveries.filter((d) => d.record.webhookId === id).length;
    return {
      event: filed.event,
      taken: {
        topic,
        concerns,
        isMisrouted: concerns === 0 && isMisrouted(event, directory, directory.withoutRingside),
        waits: about !== null && filed.call === null,
        lagMs:
          event.topic === 'call.received' && timed === 'said'
            ? receivedAt - Date.parse(event.data.started_at)
            : null,
        timed,
      },
      deliveries,
    };
  }

  function quarantine({ id, receivedAt, body }: Webhook, reason: string): Accepted {
    remember.run(id, receivedAt);
    insertQuarantine.run(id, receivedAt, reason, body, null);
    return { outcome: { status: 'quarantined', taken: null }, deliveries: [] };
  }

  function retry(webhook: Webhook, taken: EventId | null, directory: AgentDirectory): Retried {
    const read = readBody(webhook.body, instantOf(webhook.receivedAt));
    if (!read.ok) return 'unreadable';
    if (taken === null && isOfErased(webhook, read)) return 'accepted';
    const reason = whyReduced(read);
    if (taken !== null) {
      if (reason !== null) return 'unreadable';
      complete.run(taken, webhook.id, read.data);
      return 'accepted';
    }
    const { event } = takeIn(webhook, read, directory);
    return reason === null ? 'accepted' : { event, reason };
  }

  return { accept, quarantine, retry };
}

function fileIn(
  filing: CallFiling,
  keep: KeepEvent,
  ref: string,
  event: AlloEvent,
  timed: TimeSource,
): Filed {
  if (isCallEvent(event)) return filing.file(keep, sightingOf(ref, event, timed));
  if ('call_id' in event.data) return filing.fileAbout(keep, alloCallKey(event.data.call_id));
  return filing.fileAlone(keep);
}

function whyReduced({ event, beyond }: Readable): string | null {
  return beyond === null ? null : whyKeptAside(event.topic, beyond);
}

function instantOf(ms: number): Instant {
  return new Date(ms).toISOString() as Instant;
}
