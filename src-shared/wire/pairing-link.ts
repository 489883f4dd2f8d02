import { visibleText } from '../format/visible-text.ts';
import type { PairFailure } from '../link/pair-result.ts';
import { doorOf, readRelayAddress } from './relay-address.ts';

/** The scheme of pairing links, registered with the system. */
export const LINK_SCHEME = 'ringside';
/** The relay's page that leads from a link to a paired app: `https://relay…/join#CODE`. */
export const JOIN_DOOR = 'join';
const MAX_LENGTH = 2048;
const MAX_TEXT_LENGTH = 4096;
/**
 * What could be one: up to a blank, a quotation mark or a bracket of any kind, since but for the brackets of an IPv6
 * address a link has none of them. Whatever address a link may be hidden in is one with it.
 */
const ADDRESS = /(?:ringside|https?):\/\/(?:\[[\da-f:.]+\])?[^\s"<>`\p{Pi}\p{Pf}\p{Ps}\p{Pe}]*/giu;
/** Ends a sentence, or stress in a chat, and never a link. */
const AFTER_LINK = /[.,:;!?…'*~|]+$/u;
const CODE = String.raw`[A-Za-z0-9_-]{4,128}`;
const WHOLE_CODE = new RegExp(`^${CODE}$`);
/** As relays make them: 16 bytes in Base64. */
const USUAL_CODE_LENGTH = 22;
/**
 * A code as a browser has it in the address of the page, after whatever took the link out of a text left a full stop or a
 * bracket at its end. The page looks with it, too.
 */
export const CODE_IN_FRAGMENT = String.raw`^#(${CODE})(?:[.,:;!?…'*~|")\]}>»”’]|%[0-9A-Fa-f]{2})*$`;

export type PairingLink = { readonly ok: true; readonly relay: URL; readonly code: string } | PairFailure;

/** One code's two links: for whoever has the app, and the page for anybody. Where they lead, `readPairingLink` says. */
export interface PairingLinks {
  readonly link: string;
  readonly page: string;
}

/** @param relay an address that apps take @param code as the relay made it */
export function pairingLinks(relay: string, code: string): PairingLinks {
  return {
    link: `${LINK_SCHEME}://pair?relay=${encodeURIComponent(relay)}&code=${code}`,
    page: `${doorOf(new URL(relay), JOIN_DOOR).href}#${code}`,
  };
}

/**
 * Reads `ringside://pair?relay=…&code=…` or `https://relay…/join#code`, which anybody may have written: alone, or in
 * whatever a mail or chat put around it. Promises: never throws; a relay is https, or http on this very machine, without
 * user or password; of links to several relays none is taken.
 */
export function readPairingLink(text: string): PairingLink {
  if (text.length > MAX_TEXT_LENGTH) return notALink;
  const seen = visibleText(text.replaceAll(/\s+/g, ' ').replaceAll(/&(?:amp|#38|#x26);/gi, '&')).trim();
  const inText = linkIn(seen);
  // A mail program broke its line.
  return inText.ok || !isAlone(seen) ? inText : linkIn(seen.replaceAll(' ', ''));
}

function linkIn(text: string): PairingLink {
  const links = [...text.matchAll(ADDRESS)].map((match) => {
    const [address] = match;
    return completed(readLink(address.replace(AFTER_LINK, '')), text.slice(match.index + address.length));
  });
  const readable = links.filter((link) => link.ok);
  const [link] = readable;
  if (link === undefined) return links.find((link) => !link.ok && link.problem === 'insecure') ?? notALink;
  return readable.every(({ relay }) => placeOf(relay) === placeOf(link.relay)) ? link : notALink;
}

/** A relay under a path is the same with and without a slash at its end. */
function placeOf(relay: URL): string {
  return doorOf(relay, '').href;
}

/** A line that broke within the code: what follows is the rest of it when both together have its usual length. */
function completed(link: PairingLink, after: string): PairingLink {
  if (!link.ok) return link;
  const [, rest = ''] = /^ ([A-Za-z0-9_-]+)/.exec(after) ?? [];
  const code = link.code + rest;
  return code.length === USUAL_CODE_LENGTH ? { ...link, code } : link;
}

function isAlone(text: string): boolean {
  return /^(?:ringside:|https?:\/\/)/i.test(text);
}

function readLink(text: string): PairingLink {
  if (text.length > MAX_LENGTH) return notALink;
  return hasOwnScheme(text) ? readAppLink(text) : readPageLink(text);
}

function hasOwnScheme(text: string): boolean {
  return text.toLowerCase().startsWith(`${LINK_SCHEME}:`);
}

function readAppLink(text: string): PairingLink {
  if (!URL.canParse(text)) return notALink;
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
  return pairing(relay, code);
}

/** What a mail program counts with comes as a query, and says nothing of where the link leads. */
function readPageLink(text: string): PairingLink {
  // Some programs encode what they take for a character of the path.
  const link = text.includes('#') ? text : text.replace('%23', '#');
  if (!URL.canParse(link)) return notALink;
  const url = new URL(link);
  const [, prefix] = /^(.*)\/join\/?$/.exec(url.pathname) ?? [];
  if (prefix === undefined || url.username !== '' || url.password !== '') return notALink;
  return pairing(`${url.protocol}//${url.host}${prefix}`, url.hash.slice(1));
}

function pairing(relay: string, code: string): PairingLink {
  const address = readRelayAddress(relay);
  if (!address.ok) return address.problem === 'insecure' ? { ok: false, problem: 'insecure' } : notALink;
  return WHOLE_CODE.test(code) ? { ok: true, relay: address.url, code } : notALink;
}

const notALink: PairingLink = { ok: false, problem: 'not-a-link' };

/**
 * The pairing link among a program's arguments, which is how Windows and Linux hand it over, and how somebody at a terminal
 * would; null without one.
 */
export function linkAmong(args: readonly string[]): string | null {
  return (
    args.find((arg) => hasOwnScheme(arg) || (/^https?:\/\//i.test(arg) && readPairingLink(arg).ok)) ?? null
  );
}
