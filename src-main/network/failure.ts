import type { LinkTrouble } from '../../src-shared/link/trouble.ts';
import { CLOSE, JOURNAL_HEADER } from '../../src-shared/wire/protocol.ts';
import { ProxyTrouble } from './proxy-trouble.ts';
import { troubleOfCode } from './trouble-of-code.ts';

/** Longer than this no answer keeps us away. */
const LONGEST_RETRY_AFTER_S = 5 * 60;
const UNAUTHORIZED = 401;

/** Why a connection did not come about, or ended. */
export interface Failure {
  readonly trouble: LinkTrouble;
  /** For support: an error's code, a status, a close code. Nothing personal. */
  readonly code: string;
  /** `soon`: what a moment may mend. `slowly`: what somebody must mend. `never`: the relay ended the pairing. */
  readonly again: 'soon' | 'slowly' | 'never';
  /** Not before so many ms, as the other side asked. */
  readonly notBeforeMs: number;
}

/** An answer to the request for a WebSocket that is none. */
export interface Refusal {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/** What ends at once when the network comes back, or a server restarts: everything else waits for a person. */
const PASSING: ReadonlySet<LinkTrouble> = new Set([
  'offline',
  'name-unknown',
  'refused',
  'no-route',
  'timed-out',
  'dropped',
  'silent',
  'encryption',
  'proxy-unreachable',
  'busy',
  'failing',
  'unknown',
]);

/** The failure that a trouble is, by itself. */
export function failed(trouble: LinkTrouble, code: string): Failure {
  return { trouble, code, again: PASSING.has(trouble) ? 'soon' : 'slowly', notBeforeMs: 0 };
}

/** An error of the network, of a proxy, or of the handshake. */
export function failureOfError(error: unknown, isOnline: boolean): Failure {
  if (error instanceof ProxyTrouble) return failed(error.trouble, error.code);
  const code = error instanceof Error && 'code' in error ? String(error.code) : nameOf(error);
  const trouble = troubleOfCode(code) ?? (isHandshake(error) ? 'misfit' : 'unknown');
  return failed(isOnline ? trouble : 'offline', code);
}

/** Errors of `ws` about what answered have no code. */
function isHandshake(error: unknown): boolean {
  return error instanceof Error && /sec-websocket|subprotocol|upgrade header/i.test(error.message);
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}

/**
 * What an HTTP answer in place of a WebSocket means. A 401 ends the pairing only when it names a journal that this
 * computer is known to (docs/protocol.md): a captive portal, a proxy or an empty relay say 401 too.
 * @param isOurs whether this computer was paired with, or has resumed from, the journal of that name
 */
export function failureOfRefusal(
  { status, headers }: Refusal,
  isOurs: (journal: string) => boolean,
  now: number,
): Failure {
  const journal = headers[JOURNAL_HEADER.toLowerCase()];
  if (status === UNAUTHORIZED && typeof journal === 'string' && isOurs(journal))
    return { trouble: 'turned-away', code: String(status), again: 'never', notBeforeMs: 0 };
  const failure = failed(troubleOfStatus(status), String(status));
  return { ...failure, notBeforeMs: retryAfterMs(headers['retry-after'], now) };
}

function troubleOfStatus(status: number): LinkTrouble {
  switch (status) {
    case 400:
      return 'misfit';
    case 401:
      return 'turned-away';
    case 404:
    case 410:
      return 'not-found';
    case 407:
      return 'proxy-refused';
    case 426:
    case 501:
      return 'no-websocket';
    case 429:
    case 502:
    case 503:
    case 504:
      return 'busy';
    case 511:
      return 'portal';
  }
  // A page instead of a socket: whoever answers is not the relay.
  if (status >= 200 && status < 300) return 'portal';
  if (status >= 300 && status < 400) return 'redirected';
  if (status >= 500) return 'failing';
  return 'unknown';
}

/** A closed connection, by its code. */
export function failureOfClose(code: number): Failure {
  const text = String(code);
  switch (code) {
    case CLOSE.revoked:
      return { trouble: 'turned-away', code: text, again: 'never', notBeforeMs: 0 };
    case CLOSE.badFrame:
      return failed('misfit', text);
    case CLOSE.goingAway:
    case CLOSE.restarting:
    case CLOSE.tooSlow:
      return failed('busy', text);
    default:
      return failed('dropped', text);
  }
}

/** Seconds or a date (RFC 9110, 10.2.3), at most five minutes; 0 without a readable one. */
function retryAfterMs(header: Refusal['headers'][string], now: number): number {
  if (typeof header !== 'string') return 0;
  const seconds = /^\d{1,9}$/.test(header) ? Number(header) : (Date.parse(header) - now) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, Math.min(seconds, LONGEST_RETRY_AFTER_S)) * 1000 : 0;
}
