import type { IncomingMessage } from 'node:http';
import type { BodyRoom } from './body-room.ts';

export type Body =
  | (ReadBody & { readonly kind: 'read' })
  | { readonly kind: 'too-big' }
  /** Others needed the memory. */
  | { readonly kind: 'no-room' }
  /** The sender went away. */
  | { readonly kind: 'gone' };

export interface ReadBody {
  /** In the room's memory: only until `leave`. */
  readonly pieces: readonly Uint8Array[];
  /** In memory of its own, which can be given to another thread. */
  copy(): Uint8Array;
  /** Gives the room's memory back; must be called. */
  leave(): void;
}

/** Every chunk costs as much as a small webhook: so many may be as small as this on average, and no more. */
const SMALL_CHUNKS = { count: 1000, bytes: 16 } as const;

/**
 * Reads a request's raw body into the room, and stops at the first byte beyond `limit`, or when the room for bodies is
 * needed by others. A sender that cuts its body into crumbs is sent away without a word. How long it may take is the
 * server's `requestTimeout`.
 */
export function readBody(request: IncomingMessage, limit: number, room: BodyRoom): Promise<Body> {
  if (saysTooBig(request, limit)) return Promise.resolve({ kind: 'too-big' });
  return new Promise((resolve) => {
    let length = 0;
    let chunks = 0;
    const settle = (body: Body): void => {
      if (body.kind !== 'read') place.leave();
      request.off('data', take).off('end', end).off('close', gone);
      resolve(body);
    };
    const take = (chunk: Buffer): void => {
      length += chunk.length;
      chunks += 1;
      if (chunks > SMALL_CHUNKS.count && length < chunks * SMALL_CHUNKS.bytes) {
        request.destroy();
        return settle({ kind: 'gone' });
      }
      if (length > limit) return settle({ kind: 'too-big' });
      place.take(chunk);
    };
    const place = room.enter(() => settle({ kind: 'no-room' }));
    const end = (): void => {
      const pieces = place.pieces();
      settle({ kind: 'read', pieces, copy: () => joined(pieces, length), leave: place.leave });
    };
    const gone = (): void => settle({ kind: 'gone' });
    request.on('data', take).on('end', end).on('close', gone).on('error', gone);
  });
}

export function saysTooBig(request: IncomingMessage, limit: number): boolean {
  return Number(request.headers['content-length'] ?? 0) > limit;
}

function joined(pieces: readonly Uint8Array[], length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}
