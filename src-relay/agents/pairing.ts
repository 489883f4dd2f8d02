import type { IncomingMessage, ServerResponse } from 'node:http';
import * as v from 'valibot';
import { visibleName } from '../../src-shared/format/visible-text.ts';
import type { Epoch } from '../../src-shared/brand.ts';
import { answer } from '../http/answers.ts';
import { readBody } from '../http/body.ts';
import { limitedAs, type Addresses } from '../http/addresses.ts';
import type { BodyRoom } from '../http/body-room.ts';
import type { RateLimit } from '../http/rate-limit.ts';
import { JournalUnavailable, type Journal } from '../journal/journal.ts';
import { newDeviceId } from './devices.ts';
import { hashOf, newToken } from './secrets.ts';

export const PAIR_PATH = '/pair';
const MAX_PAIR_BYTES = 4096;
/** Characters of a device's name. */
export const MOST_NAME = 100;

const requestSchema = v.object({
  code: v.pipe(v.string(), v.minLength(1), v.maxLength(256)),
  device: v.optional(v.pipe(v.string(), v.maxLength(MOST_NAME))),
});

export interface PairingParts {
  readonly journal: Journal;
  /** The journal's name. */
  readonly epoch: Epoch;
  readonly limit: RateLimit;
  readonly addresses: Addresses;
  readonly room: BodyRoom;
  readonly publicUrl: () => string | undefined;
  readonly isDraining: () => boolean;
  readonly trouble: (error: unknown) => void;
}

/**
 * `POST /pair`: trades a one-time code for a device token. A code that is used, expired or unknown gives 410, without
 * telling which.
 */
export function pairingExchange(parts: PairingParts) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const say = (status: number, error: string, headers: Record<string, string> = {}): void =>
      answer(request, response, status, { error }, headers);
    if (request.method !== 'POST') return say(405, 'method not allowed', { Allow: 'POST' });
    if (parts.isDraining()) return say(503, 'unavailable');
    const client = limitedAs(parts.addresses.clientOf(request));
    const wait = parts.limit.attempt(client);
    if (wait !== null) return say(429, 'too many attempts', { 'Retry-After': String(wait) });
    const body = await readBody(request, MAX_PAIR_BYTES, parts.room);
    if (body.kind === 'gone') return undefined;
    if (body.kind === 'too-big') return say(413, 'too large');
    if (body.kind === 'no-room') return say(503, 'unavailable');
    const asked = readRequest(body.copy());
    body.leave();
    if (asked === null) return say(400, 'bad request');
    try {
      const token = newToken();
      const device = {
        id: newDeviceId(),
        tokenHash: hashOf(token),
        name: visibleName(asked.device ?? '', MOST_NAME),
      };
      const paired = await parts.journal.write({ kind: 'pair', codeHash: hashOf(asked.code), device });
      if (paired === null) return say(410, 'this code is not valid any more');
      parts.limit.succeeded(client);
      const relay = parts.publicUrl();
      const more = relay === undefined ? {} : { relay };
      return answer(request, response, 200, {
        token,
        agent: paired.agent,
        device: device.id,
        journal: parts.epoch,
        ...more,
      });
    } catch (error) {
      if (!(error instanceof JournalUnavailable)) parts.trouble(error);
      return say(503, 'unavailable');
    }
  };
}

function readRequest(bytes: Uint8Array): v.InferOutput<typeof requestSchema> | null {
  try {
    const read = v.safeParse(requestSchema, JSON.parse(new TextDecoder().decode(bytes)));
    return read.success ? read.output : null;
  } catch {
    return null;
  }
}
