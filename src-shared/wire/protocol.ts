import * as v from 'valibot';
import type { AgentEmail, CallKey, Epoch, Instant, WebhookId } from '../brand.ts';
import { OVERSTEPS } from '../limits/overstep.ts';
import { eventWithin } from './event-within.ts';
import { memorySchema } from './memory.ts';
import { policySchema } from './policy.ts';

/** The WebSocket subprotocol, and with it every rule in docs/protocol.md. */
export const SUBPROTOCOL = 'ringside.v1';

/** The relay pings this often. */
export const PING_EVERY_MS = 10_000;
/** Either side calls the link dead after this much silence. */
export const DEAD_AFTER_MS = 25_000;
/** The first frame must be a `resume`, this long after the upgrade at most. */
export const RESUME_WITHIN_MS = 10_000;
/** A device whose unsent frames pass this is closed with 4413. */
export const MAX_BUFFERED_BYTES = 1024 * 1024;
/** Frames from the app are small: bigger ones are refused. */
export const MAX_APP_FRAME_BYTES = 64 * 1024;

export const CLOSE = {
  /** The relay stops. */
  goingAway: 1001,
  /** The relay restarts: come back with jitter. */
  restarting: 1012,
  badFrame: 4400,
  /** The token was revoked: do not come back. */
  revoked: 4401,
  /** No `resume` in time. */
  noResume: 4408,
  /** The send buffer passed 1 MiB: reconnect and resume. */
  tooSlow: 4413,
} as const;

const whole = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const name = v.pipe(v.string(), v.minLength(1), v.maxLength(256));
const callKey = v.pipe(
  name,
  v.transform((s) => s as CallKey),
);
const epoch = v.pipe(
  name,
  v.transform((s) => s as Epoch),
);
const agent = v.pipe(
  name,
  v.transform((s) => s as AgentEmail),
);
const moment = v.pipe(
  v.string(),
  v.isoTimestamp(),
  v.transform((s) => s as Instant),
);

const appFrameSchema = v.variant('type', [
  v.object({ type: v.literal('resume'), epoch: v.nullable(epoch), after: whole }),
  v.object({ type: v.literal('ack'), seq: whole }),
  v.object({ type: v.literal('claim'), call: callKey }),
]);
/** What an app says to its relay. */
export type AppFrame = v.InferOutput<typeof appFrameSchema>;

/** For records of frames kept on disk; a frame off the wire goes through `readRelayFrame`. */
export const relayFrameSchema = v.variant('type', [
  v.object({
    type: v.literal('welcome'),
    agent,
    epoch,
    from: whole,
    head: whole,
    now: moment,
    policy: policySchema,
  }),
  v.object({ type: v.literal('reset'), reason: v.picklist(['epoch', 'retention']) }),
  v.object({
    type: v.literal('event'),
    seq: whole,
    call: v.nullable(callKey),
    topic: name,
    webhookId: v.pipe(
      name,
      v.transform((s) => s as WebhookId),
    ),
    occurredAt: moment,
    receivedAt: moment,
    ageMs: whole,
    data: v.record(v.string(), v.unknown()),
    /** The limit for which some of `data` was left out; one that a newer relay has reads as `values`. */
    reduced: v.optional(v.fallback(v.picklist(OVERSTEPS), 'values')),
    /** Unreadable, from a newer relay say, reads as absent: an event is never lost for it. */
    memory: v.optional(v.fallback(v.undefinedable(memorySchema), undefined)),
  }),
  v.object({ type: v.literal('live') }),
  v.object({ type: v.literal('claimed'), call: callKey, agent, name: v.optional(v.string()) }),
  v.object({ type: v.literal('policy'), policy: policySchema }),
]);
/** What a relay says to an app. */
export type RelayFrame = v.InferOutput<typeof relayFrameSchema>;
export type EventFrame = Extract<RelayFrame, { type: 'event' }>;

/** Reads a frame from an app; null when it is none. */
export function readAppFrame(text: string): AppFrame | null {
  return read(appFrameSchema, text);
}

/**
 * Reads a frame from a relay; null when it is none we know. Unknown fields are ignored. An event of a relay that knows no
 * limits comes out within them, so that whatever was read can be written and read again.
 */
export function readRelayFrame(text: string): RelayFrame | null {
  return read(relayFrameSchema, text, (json) => eventWithin(json, text.length));
}

function read<const S extends v.GenericSchema>(
  schema: S,
  text: string,
  prepared: (json: unknown) => unknown = (json) => json,
): v.InferOutput<S> | null {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return null;
  }
  const result = v.safeParse(schema, prepared(json));
  return result.success ? result.output : null;
}
