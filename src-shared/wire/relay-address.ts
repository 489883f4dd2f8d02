const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Whether an address leads to whoever asks it, and to no other machine. */
export function isThisMachine({ hostname }: URL): boolean {
  return LOOPBACK.has(hostname);
}

export type RelayAddress =
  | { readonly ok: true; readonly url: URL }
  | { readonly ok: false; readonly problem: 'not-an-address' | 'insecure' };

/**
 * Reads a relay's address: https, or http to this very machine, without user, password, query or fragment.
 * A path is kept, for relays behind a proxy.
 */
export function readRelayAddress(text: string): RelayAddress {
  if (text.length > 1024 || !URL.canParse(text)) return { ok: false, problem: 'not-an-address' };
  const url = new URL(text);
  if (
    url.username !== '' ||
    url.password !== '' ||
    // An empty query or fragment too: what is added to the path would land in it.
    /[?#]/.test(url.href) ||
    url.hostname === ''
  )
    return { ok: false, problem: 'not-an-address' };
  if (url.protocol === 'https:' || (url.protocol === 'http:' && isThisMachine(url))) return { ok: true, url };
  return { ok: false, problem: url.protocol === 'http:' ? 'insecure' : 'not-an-address' };
}

/** The address of one of the relay's doors, such as `agent` or `pair`. */
export function doorOf(relay: URL, door: string): URL {
  const base = relay.href.endsWith('/') ? relay.href : `${relay.href}/`;
  return new URL(door, base);
}

/** The WebSocket address that agents connect to: wss for https, ws for http. */
export function agentSocketUrl(relay: URL): URL {
  const url = doorOf(relay, 'agent');
  url.protocol = relay.protocol === 'https:' ? 'wss:' : 'ws:';
  return url;
}
