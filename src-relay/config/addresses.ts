import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';

/** Who is on the other end. */
export interface Addresses {
  /** Whether a peer speaks for others. */
  isProxy(address: string): boolean;
  /** The client's address: the peer's, or the last one that trusted proxies say they heard from. */
  clientOf(request: IncomingMessage): string;
}

/** Whether a text is an address, or a network in CIDR notation. */
export function isNetwork(text: string): boolean {
  const [, address = '', bits = '0'] = /^([^/]+?)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  return isIP(address) !== 0 && Number(bits) <= widthOf(address);
}

/** @param trustedProxies each `isNetwork`; asked again every time, and read again when it is another list */
export function addressReader(trustedProxies: () => readonly string[]): Addresses {
  let read: readonly string[] = [];
  let trusted = new BlockList();
  const isProxy = (address: string): boolean => {
    const now = trustedProxies();
    if (now !== read) [read, trusted] = [now, networks(now)];
    return trusted.check(plainAddress(address), familyOf(address));
  };
  return {
    isProxy,
    clientOf: (request) => {
      const heard = [
        ...String(request.headers['x-forwarded-for'] ?? '').split(','),
        request.socket.remoteAddress ?? '',
      ].map((address) => plainAddress(address.trim()));
      let client = heard.at(-1) ?? '';
      for (const address of heard.reverse()) {
        if (isIP(address) === 0) break;
        client = address;
        if (!isProxy(address)) break;
      }
      return client;
    },
  };
}

function networks(list: readonly string[]): BlockList {
  const networks = new BlockList();
  for (const network of list) {
    const [address = '', bits] = network.split('/');
    networks.addSubnet(address, bits === undefined ? widthOf(address) : Number(bits), familyOf(address));
  }
  return networks;
}

function widthOf(address: string): number {
  return isIP(address) === 6 ? 128 : 32;
}

/** What an address is limited as: in IPv6 one customer has a whole /64. */
export function limitedAs(address: string): string {
  const short = plainAddress(address);
  if (isIP(short) !== 6) return short;
  const [start = '', end = ''] = short.split('::');
  const [first, last] = [start, end].map((part) => part.split(':').filter((group) => group !== ''));
  const zeros = Array.from({ length: 8 - (first?.length ?? 0) - (last?.length ?? 0) }, () => '0');
  return [...(first ?? []), ...zeros, ...(last ?? [])].slice(0, 4).join(':');
}

/** IPv4 as a socket for both families writes it reads as IPv4. */
export function plainAddress(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '');
}

export function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIP(plainAddress(address)) === 6 ? 'ipv6' : 'ipv4';
}
