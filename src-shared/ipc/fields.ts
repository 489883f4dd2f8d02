import * as v from 'valibot';
import type { CallKey, WebhookId } from '../brand.ts';

/** Which call; read of a window's payload. */
export const key = v.pipe(
  v.string(),
  v.minLength(1),
  v.maxLength(256),
  v.transform((s) => s as CallKey),
);

/** Which text message, by the webhook that brought it; read of a window's payload. */
export const webhook = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z0-9_-]{1,128}$/),
  v.transform((s) => s as WebhookId),
);

/** A request without a payload. */
export const nothing = v.undefined();
