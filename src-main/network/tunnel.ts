import { request as overHttp, type IncomingMessage } from 'node:http';
import { request as overHttps } from 'node:https';
import type { Socket } from 'node:net';
import type { SecureContext } from 'node:tls';
import { SocksClient } from 'socks';
import type { Proxy } from './hops.ts';
import type { SignIn } from './proxy-sign-in.ts';
import { ProxyTrouble } from './proxy-trouble.ts';

export interface TunnelOptions {
  readonly target: { readonly host: string; readonly port: number };
  readonly signIn: SignIn | null;
  readonly secureContext: SecureContext;
  /** Gives up a proxy that does not answer. */
  readonly withinMs: number;
}

/**
 * Opens a way through a proxy to the target: CONNECT, or SOCKS. The name is looked up by the proxy.
 * @throws ProxyTrouble
 */
export async function openTunnel(proxy: Proxy, options: TunnelOptions): Promise<Socket> {
  return proxy.kind === 'http' || proxy.kind === 'https'
    ? await connectThrough(proxy, options)
    : await socksThrough(proxy, options);
}

function connectThrough(proxy: Proxy, options: TunnelOptions): Promise<Socket> {
  const { target, signIn, secureContext, withinMs } = options;
  const host = target.host.includes(':') ? `[${target.host}]` : target.host;
  const path = `${host}:${target.port}`;
  const request = proxy.kind === 'https' ? overHttps : overHttp;
  return new Promise((resolve, reject) => {
    const asked = request({
      host: proxy.host,
      port: proxy.port,
      method: 'CONNECT',
      path,
      agent: false,
      // Whatever NODE_TLS_REJECT_UNAUTHORIZED in the environment says.
      rejectUnauthorized: true,
      headers: {
        host: path,
        ...(signIn === null ? {} : { 'proxy-authorization': basic(signIn) }),
      },
      ...(proxy.kind === 'https' ? { secureContext, servername: serverName(proxy.host) } : {}),
    });
    const late = setTimeout(
      () => asked.destroy(new ProxyTrouble('proxy-unreachable', 'ETIMEDOUT')),
      withinMs,
    );
    asked.once('connect', (answer, socket, head) => {
      clearTimeout(late);
      const { statusCode = 0 } = answer;
      // Any of them opens the tunnel: RFC 9110, 9.3.6.
      if (statusCode < 200 || statusCode >= 300) {
        socket.destroy();
        reject(refusedBy(answer));
        return;
      }
      if (head.length > 0) socket.unshift(head);
      resolve(socket as Socket);
    });
    asked.once('response', (answer) => {
      clearTimeout(late);
      answer.destroy();
      reject(refusedBy(answer));
    });
    asked.on('error', (error) => {
      clearTimeout(late);
      reject(error instanceof ProxyTrouble ? error : unreachable(error));
    });
    asked.end();
  });
}

async function socksThrough(proxy: Proxy, { target, signIn, withinMs }: TunnelOptions): Promise<Socket> {
  try {
    const { socket } = await SocksClient.createConnection({
      proxy: {
        host: proxy.host,
        port: proxy.port,
        type: proxy.kind === 'socks5' ? 5 : 4,
        ...(signIn === null ? {} : { userId: signIn.user, password: signIn.password }),
      },
      command: 'connect',
      destination: { host: target.host, port: target.port },
      timeout: withinMs,
    });
    return socket;
  } catch (error) {
    throw unreachable(error);
  }
}

function refusedBy({ statusCode = 0, headers }: IncomingMessage): ProxyTrouble {
  // Above 500 it could not get there itself.
  const trouble = statusCode >= 500 ? 'no-route' : 'proxy-refused';
  if (statusCode !== 407) return new ProxyTrouble(trouble, String(statusCode));
  const offered = headers['proxy-authenticate'] ?? [];
  const isBasic = [offered].flat().some((scheme) => /(?:^|,)\s*basic\b/i.test(scheme));
  return new ProxyTrouble(isBasic ? 'proxy-sign-in' : 'proxy-scheme', '407');
}

function unreachable(error: unknown): ProxyTrouble {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'Error';
  return new ProxyTrouble('proxy-unreachable', code);
}

/** RFC 7617, in UTF-8. */
function basic({ user, password }: SignIn): string {
  return `Basic ${Buffer.from(`${user}:${password}`, 'utf8').toString('base64')}`;
}

/** TLS takes names alone. */
function serverName(host: string): string {
  return /^[\d.]+$|:/.test(host) ? '' : host;
}
