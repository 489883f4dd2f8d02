import type { CrmAnswer } from '../contract.ts';

/** Nobody is believed to be away for longer than that. */
const MAX_MS = 24 * 3_600_000;

/**
 * After how many ms an answer wants to be asked again: `Retry-After` in seconds, or as a date, which is read against the
 * answer's own `Date`, so that clocks need not agree. Null: it does not say, or not in a way that can be read.
 * Source: https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
 * @param now ms since 1970, for an answer without a `Date`
 */
export function retryAfterOf(answer: Pick<CrmAnswer, 'header'>, now: number): number | null {
  const said = answer.header('retry-after')?.trim() ?? '';
  if (/^\d{1,9}(?:\.\d{1,6})?$/.test(said)) return bounded(Number(said) * 1000);
  const at = dateOf(said);
  return at === null ? null : bounded(at - (dateOf(answer.header('date')?.trim() ?? '') ?? now));
}

/** Dates of HTTP name their day of the week: `Sun, 06 Nov 1994 08:49:37 GMT`. */
function dateOf(text: string): number | null {
  const at = /^[A-Z][a-z]{2,8}, /.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(at) ? null : at;
}

function bounded(ms: number): number {
  return Math.min(Math.max(Math.ceil(ms), 0), MAX_MS);
}
