import type { IncomingMessage, ServerResponse } from 'node:http';
import { answer } from '../http/answers.ts';
import type { BodyRoom } from '../http/body-room.ts';
import { readBody, saysTooBig } from '../http/body.ts';
import type { HttpLimits } from '../http/limits.ts';
import type { WebhookOutcome } from '../journal/commands.ts';
import { JournalUnavailable, type Journal } from '../journal/journal.ts';
import { readWebhookHeaders } from './headers.ts';
import { isTimely, verify, type Secret } from './signature.ts';

export const WEBHOOK_PATH = '/webhooks/allo';
export const MAX_WEBHOOK_BYTES = 5 * 1024 * 1024;

export interface IntakeParts {
  readonly secrets: readonly Secret[];
  readonly journal: Journal;
  readonly now: () => number;
  readonly isDraining: () => boolean;
  /** More than this waiting for the disk is an overload. */
  readonly pending: HttpLimits['pending'];
  readonly room: BodyRoom;
  readonly watch: {
    readonly accepted: (outcome: WebhookOutcome) => void;
    readonly refused: (status: number) => void;
    readonly trouble: (error: unknown) => void;
  };
}

type Refusal = 400 | 401 | 405 | 413 | 503;
/** Never more than the status says. */
const ERRORS: Record<Refusal, string> = {
  400: 'bad request',
  401: 'unauthorized',
  405: 'method not allowed',
  413: 'too large',
  503: 'unavailable',
};

/**
 * `POST /webhooks/allo`: verify first, then look at the id, and say 2xx only after the event is on disk.
 * The signature covers the raw bytes, so nothing is parsed here.
 */
export function webhookIntake(parts: IntakeParts) {
  const { journal, now, watch } = parts;

  function earlyRefusal(request: IncomingMessage): Refusal | null {
    if (request.method !== 'POST') return 405;
    if (parts.secrets.length === 0 || parts.isDraining() || !journal.isWritable() || isOverloaded())
      return 503;
    if (saysTooBig(request, MAX_WEBHOOK_BYTES)) return 413;
    return null;
  }

  function isOverloaded(): boolean {
    const { count, bytes } = journal.pending();
    return count >= parts.pending.count || bytes >= parts.pending.bytes;
  }

  async function take(request: IncomingMessage): Promise<WebhookOutcome | Refusal | 'gone'> {
    const receivedAt = now();
    const early = earlyRefusal(request);
    if (early !== null) return early;
    const headers = readWebhookHeaders(request.headers);
    if (headers === null) return 400;
    const body = await readBody(request, MAX_WEBHOOK_BYTES, parts.room);
    if (body.kind === 'gone') return 'gone';
    if (body.kind === 'too-big') return 413;
    if (body.kind === 'no-room') return 503;
    const { id, timestamp, signature } = headers;
    const isGenuine = verify(parts.secrets, { id, timestamp, body: body.bytes }, signature);
    if (!isGenuine || !isTimely(timestamp, now())) return 401;
    if (isOverloaded()) return 503;
    return await journal.write({ kind: 'webhook', id, receivedAt, body: body.bytes });
  }

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    let result: WebhookOutcome | Refusal | 'gone';
    try {
      result = await take(request);
    } catch (error) {
      if (!(error instanceof JournalUnavailable)) watch.trouble(error);
      result = 503;
    }
    if (result === 'gone') return;
    if (typeof result === 'number') {
      watch.refused(result);
      answer(request, response, result, { error: ERRORS[result] }, result === 405 ? { Allow: 'POST' } : {});
      return;
    }
    watch.accepted(result);
    answer(request, response, 200, { status: result.status });
  };
}
