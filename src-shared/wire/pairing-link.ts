import type { PairFailure } from '../ipc/settings.ts';
import { readRelayAddress } from './relay-address.ts';

/** The scheme of pairing links, registered with the system. */
export const LINK_SCHEME = 'ringside';
const MAX_LENGTH = 2048;
const CODE = /^[A-Za-z0-9_-]{4,128}$/;

export type PairingLink = { readonly ok: true; readonly relay: URL; readonly code: string } | PairFailure;

/**
 * Reads `ringside://pair?relay=…&code=…`, which anybody may have written. Promises: never throws; a relay is https,
 * or http on this very machine, without user or password.
 */
export function readPairingLink(text: string): PairingLink {
  const trimmed = text.trim();
  if (trimmed.length > MAX_LENGTH || !URL.canParse(trimmed)) return notALink;
  const url = new URL(trimmed);
  const isPair =
    url.protocol === `${LINK_SCHEME}:` &&
    url.host === 'pair' &&
    (url.pathname === '' || url.pathname === '/') &&
    url.username === '' &&
    url.password === '' &&
    url.hash === '';
  const [relay, ...otherRelays] = url.searchParams.getAll('relay');
  const [code, ...otherCodes] = url.searchParams.getAll('code');
  if (!isPair || relay === undefined || code === undefined || otherRelays.length + otherCodes.length > 0)
    return notALink;
  const address = readRelayAddress(relay);
  if (!address.ok) return address.problem === 'insecure' ? { ok: false, problem: 'insecure' } : notALink;
  return CODE.test(code) ? { ok: true, relay: address.url, code } : notALink;
}

const notALink: PairingLink = { ok: false, problem: 'not-a-link' };

/** The pairing link among a program's arguments, which is how Windows and Linux hand it over; null without one. */
export function linkAmong(args: readonly string[]): string | null {
  return args.find((arg) => arg.toLowerCase().startsWith(`${LINK_SCHEME}:`)) ?? null;
}
