import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answer, pathOf } from './answers.ts';

export type Handler = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

/** The relay cannot listen; the message says where and why. */
export class ListenError extends Error {
  override readonly name = 'ListenError';
}

/**
 * A server that sends each path to its handler. Its limits are chosen for webhooks and small requests: headers within
 * 10 s, a whole request within 20 s (Allo gives up after 20 s itself), 16 KiB of headers.
 */
export function httpServer(
  routes: ReadonlyMap<string, Handler>,
  onTrouble: (error: unknown) => void,
): Server {
  return createServer(
    {
      headersTimeout: 10_000,
      requestTimeout: 20_000,
      connectionsCheckingInterval: 2000,
      keepAliveTimeout: 65_000,
      maxHeaderSize: 16 * 1024,
      noDelay: true,
    },
    (request, response) => {
      const handle = routes.get(pathOf(request));
      if (handle === undefined) {
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
