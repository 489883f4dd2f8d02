import type { IncomingHttpHeaders } from 'node:http';
import type { WebhookId } from '../../src-shared/brand.ts';

export interface WebhookHeaders {
  readonly id: WebhookId;
  readonly timestamp: string;
  readonly signature: string;
}

/** An id with a dot in it would let part of the body pass as the id. */
const ID = /^[A-Za-z0-9_-]{1,128}$/;
const TIMESTAMP = /^\d{1,12}$/;
/** At least one `version,signature`; which of them count is decided when they are verified. */
const SIGNATURE = /(?:^| )v\d+[a-z]*,/;

/** The three headers that make a webhook; null when one is missing, doubled or malformed. */
export function readWebhookHeaders(headers: IncomingHttpHeaders): WebhookHeaders | null {
  const id = headers['webhook-id'];
  const timestamp = headers['webhook-timestamp'];
  const signature = headers['webhook-signature'];
  if (typeof id !== 'string' || !ID.test(id)) return null;
  if (typeof timestamp !== 'string' || !TIMESTAMP.test(timestamp)) return null;
  if (typeof signature !== 'string' || !SIGNATURE.test(signature)) return null;
  return { id: id as WebhookId, timestamp, signature };
}
