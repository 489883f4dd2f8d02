import { visibleText } from '../format/visible-text.ts';
import type { PairFailure } from '../ipc/settings.ts';
import { readRelayAddress } from './relay-address.ts';

/** The scheme of pairing links, registered with the system. */
export const LINK_SCHEME = 'ringside';
const MAX_LENGTH = 2048;
const MAX_TEXT_LENGTH = 4096;
/** Up to a blank, a quotation mark or a bracket of any kind: a link has none of them. */
const LINK = /ringside:\/\/pair\/?\?[^\s"<>`\p{Pi}\p{Pf}\p{Ps}\p{Pe}]+/giu;
/** Ends a sentence, or stress in a chat, and never a link. */
const AFTER_LINK = /[.,:;!?…'*~|]+$/u;
const CODE = /^[A-Za-z0-9_-]{4,128}$/;

export type PairingLink = { readonly ok: true; readonly relay: URL; readonly code: string } | PairFailure;

/**
 * Reads `ringside://pair?relay=…&code=…`, which anybody may have written: alone, or in whatever a mail or chat put around
 * it. Promises: never throws; a relay is https, or http on this very machine, without user or password; of links to
 * several relays none is taken.
 */
export function readPairingLink(text: string): PairingLink {
  if (text.length > MAX_TEXT_LENGTH) return notALink;
  const seen = visibleText(text.replaceAll(/\s+/g, ' ').replaceAll(/&(?:amp|#38|#x26);/gi, '&')).trim();
  const inText = linkIn(seen);
  // A mail program broke its line.
  return inText.ok || !isAlone(seen) ? inText : linkIn(seen.replaceAll(' ', ''));
}

function linkIn(text: string): PairingLink {
  const links = [...text.matchAll(LINK)].map(([link]) => readLink(link.replace(AFTER_LINK, '')));
  const [first = notALink] = links;
  const readable = links.filter((link) => link.ok);
  const [link] = readable;
  if (link === undefined) return first;
  return readable.every(({ relay }) => relay.href === link.relay.href) ? link : notALink;
}

function isAlone(text: string): boolean {
  return text.toLowerCase().startsWith(`${LINK_SCHEME}:`);
}

function readLink(text: string): PairingLink {
  if (text.length > MAX_LENGTH || !URL.canParse(text)) return notALink;
  const url = new URL(text);
  const isPair =
    url.protocol === `${LINK_SCHEME}:` &&
    url.host.toLowerCase() === 'pair' &&
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
