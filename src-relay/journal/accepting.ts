import type { DatabaseSync } from 'node:sqlite';
import { readEvent, type AlloEvent } from '../../src-shared/allo/events.ts';
import type { CallKey, Instant, WebhookId } from '../../src-shared/brand.ts';
import { occurredAt } from '../../src-shared/calls/freshness.ts';
import { isCallEvent, sightingOf } from '../../src-shared/calls/sighting.ts';
import type { AgentDirectory } from '../agents/directory.ts';
import { eventRemembering } from '../memory/remembering.ts';
import { callFiling, type CallFiling, type Filed, type KeepEvent } from './call-filing.ts';
import type { Delivery, WebhookOutcome } from './commands.ts';
import { query } from './database.ts';
import { eventDelivering } from './delivering.ts';
import type { EventId } from './ids.ts';
import { isMisrouted } from './nobody.ts';

export interface Webhook {
  readonly id: WebhookId;
  readonly receivedAt: number;
  readonly body: Uint8Array;
}

export interface Accepted {
  readonly outcome: WebhookOutcome;
  readonly deliveries: readonly Delivery[];
}

export interface Accepting {
  /** Takes a verified webhook in: once per id, unreadable ones into quarantine. */
  accept(webhook: Webhook, directory: AgentDirectory): Accepted;
  /** Keeps a webhook that could not be taken in, with the reason. */
  quarantine(webhook: Webhook, reason: string): Accepted;
  /** Takes in what was in quarantine; null when it is still unreadable. */
  retry(webhook: Webhook, directory: AgentDirectory): Accepted | null;
}

export interface AcceptingParts {
  readonly now: () => number;
  readonly newCallKey: () => CallKey;
}

/** Dedupe, match, remember, route and deliver: what happens to a webhook inside one transaction. */
export function webhookAccepting(db: DatabaseSync, { now, newCallKey }: AcceptingParts): Accepting {
  const remember = query(db, 'INSERT OR IGNORE INTO webhook (id, received_at) VALUES (?, ?)');
  const insertEvent = query(
    db,
    `INSERT INTO event (webhook_id, topic, call, about, occurred_at, received_at, data)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
  );
  const insertQuarantine = query(
    db,
    'INSERT INTO quarantine (webhook_id, received_at, reason, body) VALUES (?, ?, ?, ?)',
  );
  const filing = callFiling(db, newCallKey);
  const remembering = eventRemembering(db);
  const deliver = eventDelivering(db);

  function accept(webhook: Webhook, directory: AgentDirectory): Accepted {
    if (remember.run(webhook.id, webhook.receivedAt) === 0)
      return { outcome: { status: 'duplicate' }, deliveries: [] };
    const read = readBody(webhook.body);
    return read.ok ? takeIn(webhook, read, directory) : quarantine(webhook, read.reason);
  }

  function takeIn(
    { id, receivedAt }: Webhook,
    { event, data }: Readable,
    directory: AgentDirectory,
  ): Accepted {
    const received = new Date(receivedAt).toISOString() as Instant;
    const about = 'call_id' in event.data ? event.data.call_id : null;
    const happened = occurredAt(event, received);
    const { topic } = event;
    const keep = (call: CallKey | null): EventId =>
      insertEvent.insert(id, topic, call, about, happened, receivedAt, data) as EventId;
    const filed = fileIn(filing, keep, id, event);
    const memory = remembering({
      id: filed.event,
      webhookId: id,
      event,
      filed,
      occurredAt: happened,
      receivedAt,
    });
    const record = { call: filed.call, topic, webhookId: id, occurredAt: happened, receivedAt, data, memory };
    const deliveries = deliver({ event, record, filed }, directory, now());
    const concerns = deliveries.filter((d) => d.record.webhookId === id).length;
    return {
      outcome: {
        status: 'accepted',
        topic,
        concerns,
        isMisrouted: concerns === 0 && isMisrouted(event, directory.withoutRingside),
        waits: about !== null && filed.call === null,
        lagMs: event.topic === 'call.received' ? receivedAt - Date.parse(event.data.started_at) : null,
      },
      deliveries,
    };
  }

  function quarantine({ id, receivedAt, body }: Webhook, reason: string): Accepted {
    remember.run(id, receivedAt);
    insertQuarantine.run(id, receivedAt, reason, body);
    return { outcome: { status: 'quarantined' }, deliveries: [] };
  }

  function retry(webhook: Webhook, directory: AgentDirectory): Accepted | null {
    const read = readBody(webhook.body);
    return read.ok ? takeIn(webhook, read, directory) : null;
  }

  return { accept, quarantine, retry };
}

function fileIn(filing: CallFiling, keep: KeepEvent, ref: string, event: AlloEvent): Filed {
  if (isCallEvent(event)) return filing.file(keep, sightingOf(ref, event));
  if ('call_id' in event.data) return filing.fileAbout(keep, event.data.call_id);
  return filing.fileAlone(keep);
}

interface Readable {
  readonly ok: true;
  readonly event: AlloEvent;
  /** As Allo sent it, as JSON. */
  readonly data: string;
}

function readBody(body: Uint8Array): Readable | { readonly ok: false; readonly reason: string } {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    return { ok: false, reason: 'body: not JSON in UTF-8' };
  }
  const read = readEvent(json);
  if (!read.ok) return read;
  const { data } = json as { data: unknown };
  return { ok: true, event: read.event, data: JSON.stringify(data) };
}
