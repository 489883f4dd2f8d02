/** Why a webhook is refused, for the metrics, and the status it gets. */
export const REFUSALS = {
  method: 405,
  'no-secret': 503,
  draining: 503,
  journal: 503,
  overloaded: 503,
  'too-big': 413,
  headers: 400,
  signature: 401,
  clock: 401,
} as const;
export type RefusalReason = keyof typeof REFUSALS;

/** What the sender is told: never more than the status says. */
export const REFUSAL_TEXTS: Record<(typeof REFUSALS)[RefusalReason], string> = {
  400: 'bad request',
  401: 'unauthorized',
  405: 'method not allowed',
  413: 'too large',
  503: 'unavailable',
};
