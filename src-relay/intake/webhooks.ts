import type { IncomingMessage, ServerResponse } from 'node:http';
import { answer } from '../http/answers.ts';
import type { BodyRoom } from '../http/body-room.ts';
import { readBody, saysTooBig } from '../http/body.ts';
import { MAX_WEBHOOK_BYTES } from '../../src-shared/limits/limits.ts';
import type { WebhookOutcome } from '../journal/commands.ts';
import type { Admission } from './admission.ts';
import type { SendersClock } from '../clock/senders-clock.ts';
import { readWebhookHeaders } from './headers.ts';
import { isTimely } from '../webhook-secrets/signature.ts';
import { REFUSALS, REFUSAL_TEXTS, type RefusalReason } from './refusals.ts';

export const WEBHOOK_PATH = '/webhooks/allo';

export interface IntakeParts {
  readonly admission: Admission;
  readonly now: () => number;
  readonly room: BodyRoom;
  readonly watch: {
    readonly accepted: (outcome: WebhookOutcome) => void;
    readonly refused: (status: number, reason: RefusalReason) => void;
    /** A genuine webhook's timestamp minus our clock, in ms. */
    readonly clock: SendersClock['heard'];
    readonly trouble: (error: unknown) => void;
  };
}

/**
 * `POST /webhooks/allo`: verify first, then look at the id, and say 2xx only after the event is on disk.
 * The signature covers the raw bytes, so nothing is parsed here.
 */
export function webhookIntake({ admission, now, room, watch }: IntakeParts) {
  async function take(request: IncomingMessage): Promise<WebhookOutcome | RefusalReason | 'gone'> {
    const receivedAt = now();
    if (request.method !== 'POST') return 'method';
    const closed = admission.closedFor();
    if (closed !== null) return closed;
    if (saysTooBig(request, MAX_WEBHOOK_BYTES)) return 'too-big';
    const headers = readWebhookHeaders(request.headers);
    if (headers === null) return 'headers';
    const body = await readBody(request, MAX_WEBHOOK_BYTES, room);
    if (body.kind === 'gone') return 'gone';
    if (body.kind === 'too-big') return 'too-big';
    if (body.kind === 'no-room') return 'overloaded';
    const forgets: (() => void)[] = [];
    const admitted = admission.admit(headers, body, receivedAt, () => {
      const offsetMs = Number(headers.timestamp) * 1000 - receivedAt;
      forgets.push(watch.clock(offsetMs, isTimely(headers.timestamp, receivedAt)));
    });
    // What waits for the disk is counted there.
    body.leave();
    const result = await admitted;
    if (typeof result !== 'string' && result.status === 'duplicate') for (const forget of forgets) forget();
    return result;
  }

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    let result: WebhookOutcome | RefusalReason | 'gone';
    try {
      result = await take(request);
    } catch (error) {
      watch.trouble(error);
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
    answer(request, response, 200, { status: result.status === 'dropped' ? 'accepted' : result.status });
  };
}
