import { CrmFailure, type CrmTrouble } from '../contract.ts';
import type { Fault } from './breaker.ts';
import { retryAfterOf } from './retry-after.ts';
import type { GuardedAnswer } from './request.ts';

/**
 * What an answer means that the adapter takes for one: whatever is no success and no "there is no such record" is none,
 * and neither is what cannot be read. Null: it is one.
 */
export function faultByStatus({ status, unreadable }: GuardedAnswer, title: string): Fault | null {
  if (status >= 500) return fault('broken', `${title} answered ${status}: the trouble is there`);
  if (status === 429) return fault('limited', `${title} answered 429: it is asked too much`);
  if (unreadable !== null) return fault('unreadable', `${title} answered ${status} with ${unreadable}`);
  if (status === 401) return fault('refused', `${title} does not take the secret (401): make a new one`);
  if (status === 403) return fault('missing-right', `${title} does not allow this read (403)`);
  if (status === 404 || status === 410 || (status >= 200 && status < 300)) return null;
  return fault('rejected', `${title} answered ${status}: it does not take this request`);
}

/** An adapter's fault, with what the answer itself says of when to ask again. @param now ms since 1970 */
export function completed(
  { trouble, message, retryAfterMs }: Fault,
  answer: GuardedAnswer,
  now: number,
): Fault {
  const isForLater = trouble === 'limited' || trouble === 'broken';
  return { trouble, message, retryAfterMs: retryAfterMs ?? (isForLater ? retryAfterOf(answer, now) : null) };
}

export function failureOf({ trouble, message, retryAfterMs }: Fault): CrmFailure {
  return new CrmFailure(trouble, message, retryAfterMs);
}

function fault(trouble: CrmTrouble, message: string): Fault {
  return { trouble, message, retryAfterMs: null };
}
