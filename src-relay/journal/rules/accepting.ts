import type { AlloEvent } from '../../../src-shared/allo/events.ts';
import { alloCallKey } from '../../../src-shared/calls/allo-call-id.ts';
import { whyKeptAside } from '../../../src-shared/limits/overstep.ts';
import type { AgentDirectory } from '../../agents/directory.ts';
import type { EventId } from '../../sql/ids.ts';
import { readBody, type Readable } from '../webhook-body.ts';
import { THIS, type Change } from './changes.ts';
import { isOfErased, namesErased, onErased } from './erased.ts';
import type { Plan, PlanningParts, RetryPlan, Webhook } from './plan.ts';
import type { Surroundings } from './reads.ts';
import { takeIn } from './taking-in.ts';

const DROPPED: Plan = { outcome: { status: 'dropped' }, changes: [] };

/**
 * Decides what becomes of a webhook: dedupe is done, what is left is to match, remember, route and deliver. Unreadable ones
 * go into quarantine. What is beyond the limits goes there whole, and is taken in without what is too much of it. What comes
 * for somebody who was forgotten is dropped. It has no effect, and may be asked again; call keys are new each time.
 * @param read what its body says, for whoever has read it already
 */
export function planWebhook(
  webhook: Webhook,
  surroundings: Surroundings,
  directory: AgentDirectory,
  parts: PlanningParts,
  read = readWebhook(webhook),
): Plan {
  if (!read.ok) {
    return namesErased(webhook.body, surroundings) ? DROPPED : planQuarantine(webhook, read.reason);
  }
  const { event } = read;
  if (isOfErased(event, webhook.receivedAt, surroundings))
    return { ...DROPPED, changes: onErased(event, parts.now) };
  if (webhook.isRecovered === true && isCompleted(event, surroundings))
    return { outcome: { status: 'duplicate' }, changes: [] };
  const { taken, changes } = takeIn(webhook, read, surroundings, directory, parts);
  const reason = whyReduced(read);
  if (reason === null) return { outcome: { status: 'accepted', taken }, changes };
  const aside = keptAside(webhook, reason, THIS);
  return { outcome: { status: 'quarantined', taken }, changes: [...changes, aside] };
}

/** Keeps a webhook that could not be taken in, with the reason. */
export function planQuarantine(webhook: Webhook, reason: string): Plan {
  return { outcome: { status: 'quarantined', taken: null }, changes: [keptAside(webhook, reason, null)] };
}

/**
 * Reads what is in quarantine again.
 * @param taken the event that was made of it, without what was too much
 */
export function planRetry(
  webhook: Webhook,
  taken: EventId | null,
  surroundings: Surroundings,
  directory: AgentDirectory,
  parts: PlanningParts,
  read = readWebhook(webhook),
): RetryPlan {
  if (!read.ok) return { outcome: 'unreadable', changes: [] };
  const reason = whyReduced(read);
  if (taken !== null) {
    if (reason !== null) return { outcome: 'unreadable', changes: [] };
    const whole: Change = { kind: 'whole', event: taken, webhookId: webhook.id, data: read.data };
    return { outcome: 'accepted', changes: [whole] };
  }
  if (isOfErased(read.event, webhook.receivedAt, surroundings))
    return { outcome: 'accepted', changes: onErased(read.event, parts.now) };
  const { changes } = takeIn(webhook, read, surroundings, directory, parts);
  return reason === null ? { outcome: 'accepted', changes } : { outcome: 'reduced', reason, changes };
}

/** Reads a webhook's body as of its arrival. */
export function readWebhook({ body, receivedAt }: Webhook): ReturnType<typeof readBody> {
  return readBody(body, receivedAt);
}

function isCompleted(event: AlloEvent, surroundings: Surroundings): boolean {
  return (
    event.topic === 'call.completed' && surroundings.isCompleted({ alloCall: alloCallKey(event.data.id) })
  );
}

function keptAside({ id, receivedAt, body }: Webhook, reason: string, event: typeof THIS | null): Change {
  return { kind: 'quarantine', webhookId: id, receivedAt, reason, body, event };
}

function whyReduced({ event, beyond }: Readable): string | null {
  return beyond === null ? null : whyKeptAside(event.topic, beyond);
}
