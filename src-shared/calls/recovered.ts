import type { WebhookId } from '../brand.ts';

/** A completion that the relay read out of Allo's API, since no webhook brought it: no sender's id looks like it. */
export const RECOVERED_WEBHOOK_PREFIX = 'ringside-recovered-';

/** Whether the event was read out of Allo's API. Once a webhook tells the same, the webhook's word counts. */
export function isRecovered(id: WebhookId): boolean {
  return id.startsWith(RECOVERED_WEBHOOK_PREFIX);
}
