import type { IncomingMessage, ServerResponse } from 'node:http';
import * as v from 'valibot';
import { limitedAs, type Addresses } from '../config/addresses.ts';
import { answer } from './answers.ts';
import { readBody } from './body.ts';
import type { BodyRoom } from './body-room.ts';
import type { RateLimit } from './rate-limit.ts';

const MAX_BYTES = 4096;

export interface SmallPostParts {
  readonly limit: RateLimit;
  readonly addresses: Addresses;
  readonly room: BodyRoom;
  readonly isDraining: () => boolean;
}

export interface SmallPost<T> {
  readonly asked: T;
  /** It came to something, which the limit does not count. */
  succeeded(): void;
}

/**
 * Takes in a POST with a little JSON from somebody who is not known yet, within the limit of attempts. Null: it has been
 * answered already, or its sender is gone.
 */
export async function takeSmallPost<const S extends v.GenericSchema>(
  schema: S,
  request: IncomingMessage,
  response: ServerResponse,
  { limit, addresses, room, isDraining }: SmallPostParts,
): Promise<SmallPost<v.InferOutput<S>> | null> {
  const say = (status: number, error: string, headers: Record<string, string> = {}): null => {
    answer(request, response, status, { error }, headers);
    return null;
  };
  if (request.method !== 'POST') return say(405, 'method not allowed', { Allow: 'POST' });
  if (isDraining()) return say(503, 'unavailable');
  const client = limitedAs(addresses.clientOf(request));
  const wait = limit.attempt(client);
  if (wait !== null) return say(429, 'too many attempts', { 'Retry-After': String(wait) });
  const body = await readBody(request, MAX_BYTES, room);
  if (body.kind === 'gone') return null;
  if (body.kind === 'too-big') return say(413, 'too large');
  if (body.kind === 'no-room') return say(503, 'unavailable');
  const bytes = body.copy();
  body.leave();
  const read = v.safeParse(schema, jsonIn(bytes));
  if (!read.success) return say(400, 'bad request');
  return { asked: read.output, succeeded: () => limit.succeeded(client) };
}

function jsonIn(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}
