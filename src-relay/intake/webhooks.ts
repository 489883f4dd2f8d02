import type { IncomingMessage, ServerResponse } from 'node:http';
import { answer } from '../http/answers.ts';
import type { BodyRoom } from '../http/body-room.ts';
import { readBody, saysTooBig } from '../http/body.ts';
import type { HttpLimits } from '../http/limits.ts';
import type { WebhookOutcome } from '../journal/commands.ts';
import { JournalUnavailable, type Journal } from '../journal/journal.ts';
import { readWebhookHeaders } from './headers.ts';
import { REFUSALS, REFUSAL_TEXTS, type RefusalReason } from './refusals.ts';
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
    readonly refused: (status: number, reason: RefusalReason) => void;
    /** A genuine webhook's timestamp minus our clock, in ms. */
    readonly clock: (offsetMs: number) => void;
    readonly trouble: (error: unknown) => void;
  };
}

/**
 * `POST /webhooks/allo`: verify first, then look at the id, and say 2xx only after the event is on disk.
 * The signature covers the raw bytes, so nothing is parsed here.
 */
export function webhookIntake(parts: IntakeParts) {
  const { journal, now, watch } = parts;

  function earlyRefusal(request: IncomingMessage): RefusalReason | null {
    if (request.method !== 'POST') return 'method';
    if (parts.secrets.length === 0) return 'no-secret';
    if (parts.isDraining()) return 'draining';
    if (!journal.isWritable()) return 'journal';
    if (isOverloaded()) return 'overloaded';
    return saysTooBig(request, MAX_WEBHOOK_BYTES) ? 'too-big' : null;
  }

  function isOverloaded(): boolean {
    const { count, bytes } = journal.pending();
    return count >= parts.pending.count || bytes >= parts.pending.bytes;
  }

  async function take(request: IncomingMessage): Promise<WebhookOutcome | RefusalReason | 'gone'> {
    const receivedAt = now();
    const early = earlyRefusal(request);
    if (early !== null) return early;
    const headers = readWebhookHeaders(request.headers);
    if (headers === null) return 'headers';
    const body = await readBody(request, MAX_WEBHOOK_BYTES, parts.room);
    if (body.kind === 'gone') return 'gone';
    if (body.kind === 'too-big') return 'too-big';
    if (body.kind === 'no-room') return 'overloaded';
    const { id, timestamp, signature } = headers;
    if (!verify(parts.secrets, { id, timestamp, body: body.bytes }, signature)) return 'signature';
    watch.clock(Number(timestamp) * 1000 - now());
    if (!isTimely(timestamp, now())) return 'clock';
    if (isOverloaded()) return 'overloaded';
    return await journal.write({ kind: 'webhook', id, receivedAt, body: body.bytes });
  }

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    let result: WebhookOutcome | RefusalReason | 'gone';
    try {
      result = await take(request);
    } catch (error) {
      if (!(error instanceof JournalUnavailable)) watch.trouble(error);
      result = 'journal';
    }
    if (result === 'gone') return;
    if (typeof result === 'string') {
      const status = REFUSALS[result];
      watch.refused(status, result);
      answer(
        request,
        response,
        status,
        { error: REFUSAL_TEXTS[status] },
        status === 405 ? { Allow: 'POST' } : {},
      );
      return;
    }
    watch.accepted(result);
    answer(request, response, 200, { status: result.status });
  };
}
