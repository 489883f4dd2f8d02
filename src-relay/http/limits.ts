import type { Rates } from './rate-limit.ts';

/**
 * What strangers may take of the relay: everything here can be reached without a secret. Where room runs out, whoever
 * has been taking it longest goes, since a webhook needs only milliseconds. Tests that wait for a limit pass a lower one.
 */
export interface HttpLimits {
  /** From the connection, or the end of the last request, to the end of the headers. */
  readonly headersWithinMs: number;
  /** A whole request; Allo gives up after 20 s itself. */
  readonly requestWithinMs: number;
  /** How often both are checked. */
  readonly checkEveryMs: number;
  /** How long a connection may be idle after an answer. */
  readonly keepAliveMs: number;
  readonly headerBytes: number;
  readonly headers: number;
  /** Connections that are no agent sockets. */
  readonly connections: number;
  /** Connections of one address, agent sockets included; an office may be behind one. Not for trusted proxies. */
  readonly connectionsPerAddress: number;
  /** Bodies of all requests that are still being read. */
  readonly bodyBytes: number;
  /** Webhooks that wait for the disk: Allo keeps what is refused, and sends it again. */
  readonly pending: { readonly count: number; readonly bytes: number };
  readonly pairing: Rates;
  /** Networks (CIDR) of proxies, whose `X-Forwarded-For` is believed. */
  readonly trustedProxies: readonly string[];
}

const MIB = 1024 * 1024;

export const HTTP_LIMITS: HttpLimits = {
  headersWithinMs: 10_000,
  requestWithinMs: 20_000,
  checkEveryMs: 2000,
  keepAliveMs: 65_000,
  headerBytes: 16 * 1024,
  headers: 100,
  connections: 10_000,
  connectionsPerAddress: 2000,
  bodyBytes: 128 * MIB,
  pending: { count: 10_000, bytes: 64 * MIB },
  pairing: { perAddress: 10, overall: 300, windowMs: 60_000 },
  // A proxy stands on the same machine or in the same private network. Whoever else is in there could only dodge the
  // limits per address.
  trustedProxies: [
    '127.0.0.0/8',
    '10.0.0.0/8',
    '172.16.0.0/12',
    '192.168.0.0/16',
    '::1/128',
    'fc00::/7',
    'fe80::/10',
  ],
};
