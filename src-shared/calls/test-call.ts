import type { WebhookId } from '../brand.ts';

/** A webhook that a relay wrote itself, because an agent asked for a test call: no sender's id looks like it. */
export const TEST_WEBHOOK_PREFIX = 'ringside-test-';

/** Whether the event belongs to a test call: nobody rang, so nobody was missed and nothing is remembered. */
export function isTestWebhook(id: WebhookId): boolean {
  return id.startsWith(TEST_WEBHOOK_PREFIX);
}
