import * as v from 'valibot';
import { isNetwork } from './addresses.ts';

/** A whole number. */
export const count = (least: number, most: number) =>
  v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));

const network = v.pipe(
  v.string(),
  v.trim(),
  v.check(isNetwork, 'not an address or a network in CIDR notation, like 10.0.0.0/8'),
);

/** Bounds that protect the relay. */
export const limitsSchema = v.strictObject({
  sockets: v.optional(
    v.pipe(count(1, 1_000_000), v.description('Open agent sockets; one more is refused with 503.')),
    50_000,
  ),
  silentSockets: v.optional(
    v.pipe(
      count(1, 1_000_000),
      v.description('Agent sockets that have not sent their `resume` yet; one more is refused with 503.'),
    ),
    5000,
  ),
  connections: v.optional(
    v.pipe(
      count(10, 1_000_000),
      v.description('Connections that are no agent sockets; one more ends the one that was quiet longest.'),
    ),
    10_000,
  ),
  connectionsPerAddress: v.optional(
    v.pipe(
      count(1, 1_000_000),
      v.description(
        'Connections of one client address, agent sockets included; a whole office may be behind one.',
      ),
    ),
    2000,
  ),
  pairings: v.optional(
    v.pipe(
      count(1, 100_000),
      v.description('Pairing attempts that fail in a minute, of all; one more gets 429.'),
    ),
    300,
  ),
  pairingsPerAddress: v.optional(
    v.pipe(
      count(1, 100_000),
      v.description(
        'Those of one client address: what succeeds is not counted, so that a whole office can pair at once.',
      ),
    ),
    100,
  ),
  trustedProxies: v.optional(
    v.pipe(
      v.array(network),
      v.description(
        'Addresses and networks (CIDR) of proxies: their `X-Forwarded-For` is believed, and their connections are not counted. As it is, whatever stands on the same machine or in a private network.',
      ),
    ),
    // Whoever else is in there could only dodge the limits per address.
    ['127.0.0.0/8', '10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '::1/128', 'fc00::/7', 'fe80::/10'],
  ),
});
export type Limits = v.InferOutput<typeof limitsSchema>;
