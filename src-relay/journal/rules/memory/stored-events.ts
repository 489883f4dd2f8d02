import { readEvent, type AlloEvent } from '../../../../src-shared/allo/events.ts';
import type { Instant, WebhookId } from '../../../../src-shared/brand.ts';
import type { ReceivedEvent } from '../../../../src-shared/calls/call.ts';
import type { EventRow } from '../reads.ts';

/** A kept event as if heard the moment it happened; none when it is no event of ours. */
export function storedEvents({ webhookId, topic, occurredAt, data }: EventRow): ReceivedEvent[] {
  const read = readEvent({ topic, version: '2.0', timestamp: occurredAt, data: JSON.parse(data) });
  return read.ok ? [asOfThen(webhookId, read.event, occurredAt)] : [];
}

/** The call's times are then by Allo's clock. */
function asOfThen(webhookId: WebhookId, event: AlloEvent, occurredAt: Instant): ReceivedEvent {
  return {
    webhookId,
    event,
    occurredAt,
    receivedAt: occurredAt,
    ageMs: 0,
    heardAt: Date.parse(occurredAt),
  };
}
