import { ageMs } from '../../src-shared/calls/freshness.ts';
import type { RelayFrame } from '../../src-shared/wire/protocol.ts';
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
  const memory = record.memory === null ? '' : `,"memory":${record.memory}`;
  return `${head.slice(1, -1)},"data":${record.data}${memory}}` as EventTail;
}

/** An event frame for one agent at the moment of sending. */
export function eventFrame(tail: EventTail, seq: number, record: EventRecord, now: number): string {
  return `{"type":"event","seq":${seq},"ageMs":${ageMs(record.occurredAt, now)},${tail}`;
}

/** Every frame but events, which are spliced. */
export function encode(frame: Exclude<RelayFrame, { type: 'event' }>): string {
  return JSON.stringify(frame);
}
