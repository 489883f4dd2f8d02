import type { IncomingMessage } from 'node:http';
import type { BodyRoom } from './body-room.ts';

export type Body =
  | { readonly kind: 'read'; readonly bytes: Uint8Array }
  | { readonly kind: 'too-big' }
  /** Others needed the memory. */
  | { readonly kind: 'no-room' }
  /** The sender went away. */
  | { readonly kind: 'gone' };

/**
 * Reads a request's raw body into memory of its own, and stops at the first byte beyond `limit`, or when the room
 * for bodies is needed by others. How long it may take is the server's `requestTimeout`.
 */
export function readBody(request: IncomingMessage, limit: number, room: BodyRoom): Promise<Body> {
  if (saysTooBig(request, limit)) return Promise.resolve({ kind: 'too-big' });
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const settle = (body: Body): void => {
      place.leave();
      request.off('data', take).off('end', end).off('close', gone);
      resolve(body);
    };
    const take = (chunk: Buffer): void => {
      length += chunk.length;
      if (length > limit) return settle({ kind: 'too-big' });
      chunks.push(chunk);
      place.take(chunk.length);
    };
    const place = room.enter(() => settle({ kind: 'no-room' }));
    const end = (): void => settle({ kind: 'read', bytes: joined(chunks, length) });
    const gone = (): void => settle({ kind: 'gone' });
    request.on('data', take).on('end', end).on('close', gone).on('error', gone);
  });
}

export function saysTooBig(request: IncomingMessage, limit: number): boolean {
  return Number(request.headers['content-length'] ?? 0) > limit;
}

/** Not out of Buffer's shared pool: the bytes are handed to another thread. */
function joined(chunks: readonly Buffer[], length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
