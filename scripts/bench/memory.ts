import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { openJournalDatabase } from '../../src-relay/sqlite/database.ts';
import { readEvent, type AlloEvent } from '../../src-shared/allo/events.ts';
import { isCallEvent, sightingOf } from '../../src-shared/calls/sighting.ts';
import { THIS } from '../../src-relay/journal/rules/changes.ts';
import type { News } from '../../src-relay/journal/rules/filed.ts';
import { planMemory } from '../../src-relay/journal/rules/memory/planning.ts';
import { sqliteSurroundings } from '../../src-relay/sqlite/surroundings.ts';
import type { CallKey, Instant, WebhookId } from '../../src-shared/brand.ts';
import { percentile } from './percentiles.ts';

const EVENTS = 1_000_000;
const NUMBERS = 40_000;
const LOOKUPS = 4_000;
const DAY_MS = 24 * 3_600_000;

/** What a ring has to wait for: the look-up of the other party in a journal with a million kept events. */
export async function benchMemory(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'ringside-memory-'));
  try {
    const now = Date.now();
    const full = openJournalDatabase(folder);
    fill(full, now);
    full.close();
    const db = openJournalDatabase(folder);
    const one = (sql: string): unknown => Object.values(db.prepare(sql).get() ?? {})[0];
    console.log(
      `memory: ${String(one('SELECT count(*) FROM event'))} events, ${String(one('SELECT count(*) FROM past_call'))} calls of ${NUMBERS} numbers`,
    );
    report('numbers of the team, about 9 calls each', db, now, (i) => numberAt((i * 7919) % NUMBERS));
    report('one number with 50,000 calls', db, now, () => '+33699999999');
    report('numbers that never called', db, now, (i) => `+3377${String(i).padStart(7, '0')}`);
    db.close();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function report(what: string, db: DatabaseSync, now: number, numberOf: (i: number) => string): void {
  const { surroundings } = sqliteSurroundings(db);
  const times: number[] = [];
  let known = 0;
  for (let i = 0; i < LOOKUPS; i += 1) {
    const news = ringFrom(numberOf(i), now);
    const start = performance.now();
    const { own } = planMemory(news, surroundings);
    times.push((performance.now() - start) * 1000);
    if (own !== null) known += 1;
  }
  const at = (p: number): string => percentile(times, p).toFixed(0).padStart(5);
  console.log(
    `  ${what}: p50 ${at(0.5)} µs, p99 ${at(0.99)} µs, worst ${at(1)} µs (${known} of ${LOOKUPS} known)`,
  );
}

/** A ring that opens a call, filed and not yet remembered. */
function ringFrom(number: string, now: number): News {
  const occurredAt = new Date(now).toISOString() as Instant;
  const data = { from_number: number, to_number: '+33199003300', started_at: occurredAt, user_email: null };
  const event = eventOf({ topic: 'call.received', version: '2.0', timestamp: occurredAt, data });
  if (!isCallEvent(event)) throw new Error('not an event of a call');
  const webhookId = 'msg_new' as WebhookId;
  const opened = {
    call: 'call_new' as CallKey,
    event: THIS,
    sighting: sightingOf(webhookId, event),
  } as const;
  const filed = {
    call: opened.call,
    isAlone: true,
    wasUnsure: false,
    moved: [],
    opened: [opened],
    released: [],
  };
  return { webhookId, event, data: JSON.stringify(data), filed, occurredAt, receivedAt: now };
}

function eventOf(body: unknown): AlloEvent {
  const read = readEvent(body);
  if (!read.ok) throw new Error(read.reason);
  return read.event;
}

function numberAt(i: number): string {
  return `+336${String(i).padStart(8, '0')}`;
}

/** Calls of three events, a text message to every seventh event, and a contact to every number; spread over 30 days. */
function fill(db: DatabaseSync, now: number): void {
  const since = now - 30 * DAY_MS;
  const step = (30 * DAY_MS) / EVENTS;
  const number = `printf('%08d', (i / 3 * 7919) % ${NUMBERS})`;
  const data = `printf('{"from_number":"+336%s","to_number":"+33199003300","note":"%s"}', ${number}, '${'x'.repeat(300)}')`;
  const all = `WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < ${EVENTS - 1})`;
  const at = `CAST(${since} + i * ${step} AS INTEGER)`;
  const instant = `strftime('%Y-%m-%dT%H:%M:%fZ', (${at}) / 1000.0, 'unixepoch')`;
  db.exec('PRAGMA synchronous = OFF; BEGIN');
  db.exec(`${all} INSERT INTO event (id, webhook_id, topic, call, occurred_at, received_at, data)
    SELECT i + 1, 'msg_' || i,
      CASE i % 3 WHEN 0 THEN 'call.received' WHEN 1 THEN 'call.answered' ELSE 'call.completed' END,
      printf('c%09d', i / 3), ${instant}, ${at}, ${data} FROM n`);
  db.exec(`UPDATE event SET topic = 'sms.received', call = NULL,
      data = json_set(data, '$.id', 'msg', '$.content', 'On my way.', '$.sent_at', occurred_at) WHERE id % 7 = 0`);
  db.exec(`INSERT INTO text_message (event, tail, e164, sent_at)
    SELECT id, '6' || substr(data, 21, 8), '+336' || substr(data, 21, 8), received_at FROM event WHERE id % 7 = 0`);
  db.exec(`INSERT INTO sighting (event, from_tail, started_at, body)
    SELECT id, '6' || substr(data, 21, 8), received_at, '{}' FROM event WHERE call IS NOT NULL`);
  db.exec(`${all} INSERT INTO past_call (call, tail, e164, started_at, heard_at, direction, crm_id)
    SELECT printf('c%09d', i / 3), '6' || ${number}, '+336' || ${number}, ${at}, ${at}, 'inbound', '512'
    FROM n WHERE i % 3 = 0`);
  db.exec(`${all} INSERT INTO past_call (call, tail, e164, started_at, heard_at, direction)
    SELECT printf('h%09d', i), '699999999', '+33699999999', ${at}, ${at}, 'inbound' FROM n WHERE i % 20 = 0`);
  db.exec(`${all} INSERT INTO contact (id, first_name, last_name, company, emails, changed_at, seen_at)
    SELECT 'con_' || i, 'Ana', 'Lopez', 'Globex', '["ana@globex.example"]', '2026-01-01T00:00:00.000Z', ${now}
    FROM n WHERE i < ${NUMBERS}`);
  db.exec(`INSERT INTO contact_number (contact, tail, e164)
    SELECT id, '6' || printf('%08d', substr(id, 5)), '+336' || printf('%08d', substr(id, 5)) FROM contact`);
  db.exec('COMMIT');
}
