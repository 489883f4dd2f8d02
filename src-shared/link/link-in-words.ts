import type { LinkState } from './link-state.ts';

/** Its kind, and why there is none, for support: never whose it is, or where it leads. Times are UTC. */
export function linkInWords(link: LinkState): string {
  if (link.kind === 'unpaired' && link.keychain !== undefined) return `unpaired (keychain: ${link.keychain})`;
  if (link.kind !== 'reconnecting') return link.kind;
  const why = link.why === null ? '' : ` (${link.why.trouble}, ${codeOf(link.why.code)})`;
  return `reconnecting since ${new Date(link.since).toISOString()}${why}`;
}

/** A code is `ECONNRESET`, `CERT_HAS_EXPIRED`, a status or a close code. */
function codeOf(code: string): string {
  return /^(\d{1,5}|[A-Z][A-Z0-9_]{2,60})$/.test(code) && !/\d{6}/.test(code) ? code : 'other';
}
