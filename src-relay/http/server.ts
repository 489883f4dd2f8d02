import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { answer, pathOf } from './answers.ts';
import type { HttpLimits } from './limits.ts';

export type Handler = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

/** The relay cannot listen; the message says where and why. */
export class ListenError extends Error {
  override readonly name = 'ListenError';
}

/**
 * Requests that one connection may have sent without waiting for their answers: all that a read brings come in one go,
 * and webhooks of others wait meanwhile. Neither Allo nor a proxy does it.
 */
const UNANSWERED = 8;

/** Ends a connection that sends too many at once. What was read of it already is not looked at any more. */
function floodGuard(): (socket: Socket, response: ServerResponse) => boolean {
  const unanswered = new WeakMap<Socket, number>();
  const count = (socket: Socket, by: number): number => {
    const now = (unanswered.get(socket) ?? 0) + by;
    unanswered.set(socket, now);
    return now;
  };
  return (socket, response) => {
    if (socket.destroyed) return true;
    if (count(socket, 1) > UNANSWERED) {
      socket.destroy();
      return true;
    }
    response.once('close', () => count(socket, -1));
    return false;
  };
}

/** A server that sends each path to its handler, within limits that are chosen for webhooks and small requests. */
export function httpServer(
  routes: ReadonlyMap<string, Handler>,
  limits: HttpLimits,
  onTrouble: (error: unknown) => void,
  onMiss: (request: IncomingMessage) => void,
): Server {
  const isFlooding = floodGuard();
  const server = createServer(
    {
      headersTimeout: limits.headersWithinMs,
      requestTimeout: limits.requestWithinMs,
      connectionsCheckingInterval: limits.checkEveryMs,
      keepAliveTimeout: limits.keepAliveMs,
      maxHeaderSize: limits.headerBytes,
      noDelay: true,
      shouldUpgradeCallback: asksForWebSocket,
    },
    (request, response) => {
      if (isFlooding(request.socket, response)) return;
      // A sender that never pauses would keep its connection, and with it a relay that is to stop.
      if (!server.listening) response.setHeader('Connection', 'close');
      const handle = routes.get(pathOf(request));
      if (handle === undefined) {
        onMiss(request);
        answer(request, response, 404, { error: 'not found' });
        return;
      }
      Promise.resolve()
        .then(() => handle(request, response))
        .catch((error: unknown) => {
          onTrouble(error);
          if (response.headersSent) response.destroy();
          else answer(request, response, 500, { error: 'internal error' });
        });
    },
  );
  server.maxHeadersCount = limits.headers;
  return server;
}

/** Some clients offer HTTP/2 with every request (`Upgrade: h2c`): a webhook is none the less one for that. */
function asksForWebSocket({ method, headers }: IncomingMessage): boolean {
  return method === 'GET' && headers.upgrade?.toLowerCase() === 'websocket';
}

/** @returns the base address @throws ListenError */
export function listen(server: Server, host: string, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(new ListenError(reasonOf(error, host, port))));
    server.listen(port, host, () => {
      server.removeAllListeners('error');
      const { port: actual } = server.address() as AddressInfo;
      resolve(baseUrl(host, actual));
    });
  });
}

/** The address of a relay that listens there. */
export function baseUrl(host: string, port: number): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** Stops listening and ends every connection: idle ones now, busy ones when answered or after `graceMs`. */
export function stopServer(server: Server, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), graceMs);
    // Not listening yet is as good as stopped.
    server.close(() => {
      clearTimeout(timer);
      resolve();
    });
    server.closeIdleConnections();
  });
}

function reasonOf(error: Error, host: string, port: number): string {
  const code = 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') return `port ${port} on ${host} is taken by another program`;
  if (code === 'EACCES') return `port ${port} on ${host} needs more rights than this user has`;
  return `cannot listen on ${host}:${port}: ${error.message}`;
}
