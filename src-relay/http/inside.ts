import type { IncomingMessage } from 'node:http';
import { BlockList } from 'node:net';
import { answer } from './answers.ts';
import { familyOf, plainAddress } from '../config/addresses.ts';
import type { Handler } from './server.ts';

/**
 * This machine, the networks of nobody else's, and what providers and VPNs keep between their customers and themselves.
 * Source: https://www.iana.org/assignments/iana-ipv4-special-registry/
 */
const NETWORKS: readonly (readonly [string, number, 'ipv4' | 'ipv6'])[] = [
  ['127.0.0.0', 8, 'ipv4'],
  ['10.0.0.0', 8, 'ipv4'],
  ['172.16.0.0', 12, 'ipv4'],
  ['192.168.0.0', 16, 'ipv4'],
  ['169.254.0.0', 16, 'ipv4'],
  ['100.64.0.0', 10, 'ipv4'],
  ['::1', 128, 'ipv6'],
  ['fc00::', 7, 'ipv6'],
  ['fe80::', 10, 'ipv6'],
];

const INSIDE = blockList(NETWORKS);

/** Whether a request comes from inside by itself: no proxy has handed it on, and its peer is of no public network. */
export function isFromInside({ headers, socket }: IncomingMessage): boolean {
  const isForwarded = headers['x-forwarded-for'] !== undefined || headers.forwarded !== undefined;
  const address = socket.remoteAddress ?? '';
  if (isForwarded || address === '') return false;
  return INSIDE.check(plainAddress(address), familyOf(address));
}

/** For everybody else there is no such path. */
export function insideOnly(handle: Handler): Handler {
  return (request, response) => {
    if (isFromInside(request)) return handle(request, response);
    answer(request, response, 404, { error: 'not found' });
  };
}

function blockList(networks: typeof NETWORKS): BlockList {
  const list = new BlockList();
  for (const [net, bits, family] of networks) list.addSubnet(net, bits, family);
  return list;
}
