import type { CallKey, Epoch, Instant, WebhookId } from '../../../src-shared/brand.ts';
import type { ReceivedEvent } from '../../../src-shared/calls/call.ts';
import { occurredAt } from '../../../src-shared/calls/freshness.ts';
import { readEvent } from '../../../src-shared/allo/events.ts';
import type { EventFrame, RelayFrame } from '../../../src-shared/wire/protocol.ts';
import { DEFAULT_POLICY } from '../../../src-shared/wire/policy.ts';
import { NORA, type AlloBody } from '../../fixtures/allo.ts';
import type { Log } from '../../../src-main/log/log.ts';

export const EPOCH = 'epoch-1' as Epoch;
export const CALL = 'call-1' as CallKey;

/** The moment that every clock of these tests starts at. */
export const NOON = Date.parse('2026-11-23T12:00:00.000Z');

export function isoAt(ms: number): string {
  return new Date(ms).toISOString();
}

export function callKey(name: string): CallKey {
  return name as CallKey;
}

export interface FrameOptions {
  readonly seq?: number;
  readonly call?: CallKey | null;
  readonly id?: string;
  readonly ageMs?: number;
}

/** The frame that a relay would send for a webhook. */
export function frameOf(body: AlloBody, options: FrameOptions = {}): EventFrame {
  const { seq = 1, call = CALL, id = `msg_${body.topic}_${seq}`, ageMs = 0 } = options;
  return {
    type: 'event',
    seq,
    call,
    topic: body.topic,
    webhookId: id as WebhookId,
    occurredAt: body.timestamp as Instant,
    receivedAt: body.timestamp as Instant,
    ageMs,
    data: { ...body.data },
  };
}

/** A webhook as the app heard it. */
export function receivedOf(body: AlloBody, id: string, heardAt: number, ageMs = 0): ReceivedEvent {
  const read = readEvent(body);
  if (!read.ok) throw new Error(read.reason);
  const receivedAt = body.timestamp as Instant;
  return {
    webhookId: id as WebhookId,
    event: read.event,
    occurredAt: occurredAt(read.event, receivedAt),
    receivedAt,
    ageMs,
    heardAt,
  };
}

export function welcome(epoch: Epoch = EPOCH, from = 0): Extract<RelayFrame, { type: 'welcome' }> {
  return {
    type: 'welcome',
    agent: NORA as Extract<RelayFrame, { type: 'welcome' }>['agent'],
    epoch,
    from,
    head: from,
    now: isoAt(NOON) as Instant,
    policy: DEFAULT_POLICY,
  };
}

export interface NotedLog extends Log {
  readonly lines: readonly string[];
}

/** A log that can be read. */
export function notedLog(): NotedLog {
  const lines: string[] = [];
  const note = (what: string, facts?: unknown) => void lines.push(`${what} ${JSON.stringify(facts ?? {})}`);
  return { lines, info: note, warn: note, error: note };
}
