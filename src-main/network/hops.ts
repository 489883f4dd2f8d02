/** The next machine on the way to an address: the address itself, or a proxy. */
export type Hop =
  | { readonly kind: 'direct' }
  | {
      readonly kind: 'http' | 'https' | 'socks4' | 'socks5';
      readonly host: string;
      readonly port: number;
    };
export type Proxy = Exclude<Hop, { kind: 'direct' }>;

const KINDS: Readonly<Record<string, Proxy['kind']>> = {
  PROXY: 'http',
  HTTP: 'http',
  HTTPS: 'https',
  SOCKS: 'socks4',
  SOCKS4: 'socks4',
  SOCKS5: 'socks5',
};
const PORTS: Readonly<Record<Proxy['kind'], number>> = { http: 80, https: 443, socks4: 1080, socks5: 1080 };
/** A proxy file may name hundreds. */
const MAX_HOPS = 8;

/**
 * Reads what Chromium says of the way to an address, such as `PROXY proxy.example:3128; DIRECT`: to be tried in this
 * order. What cannot be read is left out; when nothing is left there is no way.
 * Source: https://www.electronjs.org/docs/latest/api/session (`resolveProxy`), in the form of a proxy file's answer:
 * https://developer.mozilla.org/en-US/docs/Web/HTTP/Guides/Proxy_servers_and_tunneling/Proxy_Auto-Configuration_PAC_file
 */
export function readHops(answer: string): readonly Hop[] {
  return answer
    .split(';')
    .map((part) => readHop(part.trim()))
    .filter((hop) => hop !== null)
    .slice(0, MAX_HOPS);
}

function readHop(text: string): Hop | null {
  const [word = '', address = '', ...rest] = text.split(/\s+/);
  const name = word.toUpperCase();
  if (name === 'DIRECT') return { kind: 'direct' };
  const kind = Object.hasOwn(KINDS, name) ? KINDS[name] : undefined;
  if (kind === undefined || address === '' || rest.length > 0) return null;
  const url = `http://${address}`;
  if (!URL.canParse(url)) return null;
  const { hostname } = new URL(url);
  // The default port of http is left out of a URL.
  const port = /:(\d{1,5})$/.exec(address)?.[1];
  return {
    kind,
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === undefined ? PORTS[kind] : Number(port),
  };
}

/** As the agent reads it: `proxy.example:3128`. */
export function proxyName({ host, port }: Proxy): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}
