/** A string that was checked once, at the boundary, and cannot be mixed up with another kind of string after it. */
export type Brand<Name extends string> = string & { readonly __brand: Name };

/** The relay's id for one phone call. Opaque. */
export type CallKey = Brand<'CallKey'>;
/** Names one journal: a cursor is only meaningful together with the epoch it was counted in. */
export type Epoch = Brand<'Epoch'>;
/** An agent's e-mail address in lower case, after aliases. */
export type AgentEmail = Brand<'AgentEmail'>;
/** The sender's idempotency key: header `webhook-id`, `^[A-Za-z0-9_-]{1,128}$`. */
export type WebhookId = Brand<'WebhookId'>;
/** A moment as ISO 8601 in UTC with milliseconds. Sorts as text. */
export type Instant = Brand<'Instant'>;
/** A phone number in E.164: `+` and 6 to 15 digits. */
export type E164 = Brand<'E164'>;
