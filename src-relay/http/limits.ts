import type { Limits } from '../config/limits.ts';

/**
 * What strangers may take of the relay, next to the limits in the config: everything here can be reached without a
 * secret. Where room runs out, whoever has been taking it longest goes, since a webhook needs only milliseconds. Tests
 * that wait for a limit pass a lower one.
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
  /** Bodies of all requests that are still being read, as they lie in memory: a dozen of the biggest. */
  readonly bodyBytes: number;
  /** Webhooks that wait for the disk: Allo keeps what is refused, and sends it again. */
  readonly pending: { readonly count: number; readonly bytes: number };
  /** Pairing attempts are counted for so long; the admin says how many. */
  readonly pairingWindowMs: number;
}

const MIB = 1024 * 1024;

export const HTTP_LIMITS: HttpLimits = {
  headersWithinMs: 10_000,
  requestWithinMs: 20_000,
  checkEveryMs: 2000,
  keepAliveMs: 65_000,
  headerBytes: 16 * 1024,
  headers: 100,
  bodyBytes: 64 * MIB,
  pending: { count: 10_000, bytes: 64 * MIB },
  pairingWindowMs: 60_000,
};

/**
 * What the admin allows, as far as the system has file descriptors for it: room for webhooks is kept apart, so that
 * agents and strangers never use up every one.
 */
export function within(descriptors: number, limits: Limits): Limits {
  return {
    ...limits,
    sockets: Math.min(limits.sockets, Math.floor((descriptors * 3) / 4)),
    connections: Math.min(limits.connections, Math.ceil(descriptors / 4)),
  };
}
