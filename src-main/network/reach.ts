import { connect as overTcp, isIP, type LookupFunction, type Socket } from 'node:net';
import { connect as overTls, type SecureContext } from 'node:tls';
import type { Authorities } from './authorities.ts';
import { proxyName, readHops, type Hop, type Proxy } from './hops.ts';
import type { ProxySignIns } from './proxy-sign-in.ts';
import { ProxyTrouble } from './proxy-trouble.ts';
import { openTunnel } from './tunnel.ts';

/** A proxy that is not there must leave time for the next one. */
const PROXY_WITHIN_MS = 6_000;
/** Whoever asks has given up by then: what is accepted and never answered must not pile up. */
const STEP_WITHIN_MS = 15_000;

export interface ReachOptions {
  /** The way to an address as the system prescribes it: Electron's `session.resolveProxy`. */
  readonly resolveProxy: (url: string) => Promise<string>;
  readonly authorities: Authorities;
  readonly signIns: Pick<ProxySignIns, 'of' | 'wanted'>;
  /** How long connecting may take, and encrypting once more, in ms. */
  readonly withinMs?: number;
}

/** What an address is asked with. */
export interface ReachRules {
  /** Looks names up when no proxy does. */
  readonly lookup?: LookupFunction;
  /** Asked before a proxy is told to go there, since it looks names up itself. Rejects: not there. */
  readonly mayProxy?: (host: string) => Promise<void>;
  /** Instead of the system's authorities. */
  readonly ca?: string;
}

/**
 * Opens connections by the way that this system prescribes: its proxies (a proxy file included, as Chromium reads it), its
 * certificate authorities. One for pairing, socket and recordings, so that they fare alike.
 */
export interface Reach {
  /**
   * A connection to where `url` leads, encrypted and verified for https and wss.
   * @throws ProxyTrouble, or what Node throws
   */
  open(url: URL, rules?: ReachRules): Promise<Socket>;
}

export function createReach(options: ReachOptions): Reach {
  const { resolveProxy, authorities, signIns, withinMs = STEP_WITHIN_MS } = options;

  async function open(url: URL, rules: ReachRules = {}): Promise<Socket> {
    const secure = url.protocol === 'https:' || url.protocol === 'wss:';
    const host = url.hostname.replace(/^\[|\]$/g, '');
    const target = { host, port: url.port === '' ? (secure ? 443 : 80) : Number(url.port) };
    // A proxy file is asked about pages, and some know no other scheme. Nothing but the host concerns it.
    const hops = readHops(await resolveProxy(`${secure ? 'https' : 'http'}://${url.host}/`));
    const secureContext = await authorities();
    const plain = await alongFirst(hops, target, rules, secureContext);
    const trust = rules.ca === undefined ? { secureContext } : { ca: rules.ca };
    const socket = secure ? await encrypted(plain, host, trust, withinMs) : plain;
    // Until somebody listens, an error would end the process.
    return socket.on('error', () => undefined);
  }

  /** The next proxy is for when one is not there, not for when it refuses. */
  async function alongFirst(
    hops: readonly Hop[],
    target: { host: string; port: number },
    rules: ReachRules,
    secureContext: SecureContext,
  ): Promise<Socket> {
    let trouble: unknown = new ProxyTrouble('proxy-unreachable', 'none');
    for (const hop of hops) {
      try {
        if (hop.kind === 'direct') return await connected(target, withinMs, rules.lookup);
        await rules.mayProxy?.(target.host);
        return await tunnelled(hop, target, secureContext);
      } catch (error) {
        trouble = error;
        if (!(error instanceof ProxyTrouble) || error.trouble !== 'proxy-unreachable') break;
      }
    }
    throw trouble;
  }

  async function tunnelled(
    proxy: Proxy,
    target: { host: string; port: number },
    secureContext: SecureContext,
  ): Promise<Socket> {
    const name = proxyName(proxy);
    try {
      const signIn = signIns.of(name);
      return await openTunnel(proxy, { target, signIn, secureContext, withinMs: PROXY_WITHIN_MS });
    } catch (error) {
      if (error instanceof ProxyTrouble && error.trouble === 'proxy-sign-in') signIns.wanted(name);
      throw error;
    }
  }

  return { open };
}

async function connected(
  target: { host: string; port: number },
  withinMs: number,
  lookup?: LookupFunction,
): Promise<Socket> {
  const socket = overTcp({ ...target, ...(lookup === undefined ? {} : { lookup }) });
  return (await established(socket, 'connect', withinMs)).setNoDelay(true);
}

async function encrypted(
  socket: Socket,
  host: string,
  trust: { secureContext: SecureContext } | { ca: string },
  withinMs: number,
): Promise<Socket> {
  const secured = overTls({
    socket,
    host,
    servername: isIP(host) === 0 ? host : '',
    ALPNProtocols: ['http/1.1'],
    // Else NODE_TLS_REJECT_UNAUTHORIZED in the environment would take any certificate.
    rejectUnauthorized: true,
    ...trust,
  });
  try {
    return await established(secured, 'secureConnect', withinMs);
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

/** One that fails, or is not there in time, is closed. */
function established(socket: Socket, by: 'connect' | 'secureConnect', withinMs: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => socket.destroy(new TooLate()), withinMs);
    const failed = (error: Error): void => {
      clearTimeout(late);
      reject(error);
    };
    socket.once('error', failed);
    socket.once(by, () => {
      clearTimeout(late);
      socket.off('error', failed);
      resolve(socket);
    });
  });
}

class TooLate extends Error {
  override readonly name = 'TooLate';
  readonly code = 'ETIMEDOUT';
}
