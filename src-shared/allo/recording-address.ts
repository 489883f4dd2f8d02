const MAX_CHARS = 8_192;
/** Names that are nobody's on the internet: https://www.iana.org/assignments/special-use-domain-names/ and what is usual inside. */
const INSIDE =
  /(?:^|\.)(?:localhost|local|internal|intranet|lan|home|corp|private|home\.arpa|onion|invalid|test)$/i;

/** An address that a recording may be fetched from; null for all but https without a user in it. */
export function readRecordingAddress(raw: string, base?: URL): URL | null {
  if (raw.length > MAX_CHARS || !URL.canParse(raw, base?.href)) return null;
  const url = new URL(raw, base?.href);
  return url.protocol === 'https:' && url.username === '' && url.password === '' ? url : null;
}

/** Whether a host's name can be one of the public internet. */
export function isPublicName(host: string): boolean {
  const name = host.replace(/\.$/, '');
  return name.includes('.') && !INSIDE.test(name);
}

/** Whether it is worth drawing a player for: what its address alone tells. Where it leads is checked when it is asked for. */
export function isPlayable(raw: string): boolean {
  const url = readRecordingAddress(raw);
  return url !== null && (url.hostname.startsWith('[') || isPublicName(url.hostname));
}
