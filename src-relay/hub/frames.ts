import type { CallKey } from '../../src-shared/brand.ts';
import { ageMs } from '../../src-shared/calls/freshness.ts';
import type { RelayFrame } from '../../src-shared/wire/protocol.ts';
import type { PolicyText } from './policy.ts';
import type { ClaimHolder } from '../journal/claims.ts';
import type { EventRecord } from '../journal/commands.ts';

/** Everything in an event frame that is the same for every agent: made once, however many get it. */
export type EventTail = string & { readonly __brand: 'EventTail' };

export function eventTail(record: EventRecord): EventTail {
  const head = JSON.stringify({
    call: record.call,
    topic: record.topic,
    webhookId: record.webhookId,
    occurredAt: record.occurredAt,
    receivedAt: new Date(record.receivedAt).toISOString(),
  });
  const reduced = record.reduced === null ? '' : `,"reduced":"${record.reduced}"`;
  const memory = record.memory === null ? '' : `,"memory":${record.memory}`;
  return `${head.slice(1, -1)},"data":${record.data}${reduced}${memory}}` as EventTail;
}

/** An event frame for one agent at the moment of sending. @param now by the sender's clock */
export function eventFrame(tail: EventTail, seq: number, record: EventRecord, now: number): string {
  return `{"type":"event","seq":${seq},"ageMs":${ageMs(record.occurredAt, now)},${tail}`;
}

type Welcome = Extract<RelayFrame, { type: 'welcome' }>;

export function welcomeFrame(welcome: Omit<Welcome, 'type' | 'policy'>, policy: PolicyText): string {
  return `{"type":"welcome",${JSON.stringify(welcome).slice(1, -1)},"policy":${policy}}`;
}

export function policyFrame(policy: PolicyText): string {
  return `{"type":"policy","policy":${policy}}`;
}

/** Who has a call. */
export function claimedFrame(call: CallKey, { agent, name }: ClaimHolder): string {
  return encode({ type: 'claimed', call, agent, ...(name === null ? {} : { name }) });
}

/** Every other frame. */
export function encode(frame: Exclude<RelayFrame, { type: 'event' | 'welcome' | 'policy' }>): string {
  return JSON.stringify(frame);
}
