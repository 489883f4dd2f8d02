import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { WebhookId } from '../../src-shared/brand.ts';
import { TEST_WEBHOOK_PREFIX } from '../../src-shared/calls/test-call.ts';
import { deviceBearer } from '../pairing/bearer.ts';
import { answer } from '../http/answers.ts';
import type { Admission } from '../intake/admission.ts';
import { sign, type Secret } from '../webhook-secrets/signature.ts';
import type { JournalReader, KnownAgent } from '../journal/reader.ts';
import { spacing } from './spacing.ts';
import { testEnd, testRing } from './events.ts';

export const TEST_CALL_PATH = '/agent/test-call';
/** Long enough to look at a ringing card. */
export const TEST_CALL_ENDS_AFTER_MS = 15_000;
const EVERY_MS = 2_000;

export interface TestCallParts {
  readonly admission: Admission;
  /** What test calls are signed with; null: none is set. */
  readonly secret: () => Secret | null;
  readonly deviceWith: JournalReader['deviceWith'];
  /** ms since 1970. */
  readonly now: () => number;
  /** By the sender's clock: a test call is dated as its calls are. */
  readonly sendersNow: () => number;
  /** ms on a clock that never jumps. */
  readonly elapsed: () => number;
  /** When `call.completed` follows the ring. */
  readonly endsAfterMs: number;
  readonly trouble: (error: unknown) => void;
}

/**
 * `POST /agent/test-call`: rings the agent whose device asks, by a webhook that the relay signs itself and takes in by
 * the way of every other: verified, journalled, routed, pushed.
 */
export function testCallDoor(parts: TestCallParts) {
  const { admission, now, elapsed } = parts;
  const bearerOf = deviceBearer(parts.deviceWith, parts.trouble);
  const turns = spacing<KnownAgent['id']>(EVERY_MS, elapsed);

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const say = (status: number, body: Record<string, unknown>, headers: Record<string, string> = {}): void =>
      answer(request, response, status, body, headers);
    const unavailable = (reason: string): void => say(503, { error: 'unavailable', reason });
    if (request.method !== 'POST') return say(405, { error: 'method not allowed' }, { Allow: 'POST' });
    const paired = await bearerOf(request);
    if (paired === 'unreadable') return unavailable('not-ready');
    if (paired === null) return say(401, { error: 'unauthorized' }, { 'WWW-Authenticate': 'Bearer' });
    const closed = admission.closedFor();
    const secret = parts.secret();
    if (closed !== null || secret === null) return unavailable(reasonOf(closed ?? 'no-secret'));
    const wait = turns.attempt(paired.agent.id);
    if (wait !== null) return say(429, { error: 'too many test calls' }, { 'Retry-After': String(wait) });
    const began = elapsed();
    let verifiedMs = 0;
    const startedAt = parts.sendersNow();
    const id = newTestId();
    const verified = (): void => void (verifiedMs = elapsed() - began);
    const outcome = await post(secret, id, testRing(paired.agent, startedAt), verified);
    if (outcome !== 'accepted') return unavailable('not-ready');
    endLater(paired.agent, startedAt, id);
    const stages = { verifiedMs: rounded(verifiedMs), committedMs: rounded(elapsed() - began) };
    return say(200, { status: 'accepted', webhookId: id, stages });
  };

  async function post(secret: Secret, id: WebhookId, text: string, onVerified?: () => void): Promise<string> {
    // Memory of its own: it is given away to the thread that writes.
    const body = new TextEncoder().encode(text);
    const timestamp = String(Math.floor(now() / 1000));
    const signature = sign(secret, { id, timestamp, body });
    const outcome = await admission.admit(
      { id, timestamp, signature },
      { pieces: [body], copy: () => body },
      now(),
      onVerified,
    );
    return typeof outcome === 'string' ? outcome : outcome.status;
  }

  /** A relay that stops in between leaves a call that no longer rings, which is no harm. */
  function endLater(agent: KnownAgent, startedAt: number, id: WebhookId): void {
    setTimeout(() => {
      const secret = parts.secret();
      if (secret !== null && admission.closedFor() === null)
        post(secret, newTestId(), testEnd(agent, startedAt, parts.sendersNow(), id)).catch(parts.trouble);
    }, parts.endsAfterMs).unref();
  }
}

function newTestId(): WebhookId {
  return `${TEST_WEBHOOK_PREFIX}${randomBytes(12).toString('hex')}` as WebhookId;
}

function reasonOf(closed: string): string {
  return closed === 'no-secret' || closed === 'draining' ? closed : 'not-ready';
}

/** To a hundredth of a millisecond. */
function rounded(ms: number): number {
  return Math.round(ms * 100) / 100;
}
