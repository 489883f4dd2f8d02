import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { answer } from '../http/answers.ts';
import type { Handler } from '../http/server.ts';
import type { RelayStatus } from './status.ts';

export const CONTROL_PATH = '/control/status';

const LOOPBACK = /^(?:127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/;

/**
 * `GET /control/status`: how the running relay sees itself, for the command line on the same machine. For everybody else,
 * a proxy included, there is no such path.
 * @param token null: nobody is answered
 */
export function controlDoor(token: string | null, status: () => RelayStatus): Handler {
  return (request, response) => {
    if (!isFromHere(request) || token === null || !carries(request, token)) {
      answer(request, response, 404, { error: 'not found' });
      return;
    }
    if (request.method === 'GET') answer(request, response, 200, status());
    else answer(request, response, 405, { error: 'method not allowed' }, { Allow: 'GET' });
  };
}

function isFromHere({ headers, socket }: IncomingMessage): boolean {
  const isForwarded = headers['x-forwarded-for'] !== undefined || headers.forwarded !== undefined;
  return !isForwarded && LOOPBACK.test(socket.remoteAddress ?? '');
}

function carries({ headers }: IncomingMessage, token: string): boolean {
  return timingSafeEqual(hash(headers.authorization ?? ''), hash(`Bearer ${token}`));
}

function hash(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
