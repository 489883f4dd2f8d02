import * as v from 'valibot';
import type { AgentEmail, CallKey, Epoch, Instant, WebhookId } from '../brand.ts';
import { OVERSTEPS } from '../limits/overstep.ts';
import { eventWithin } from './event-within.ts';
import { MAX_RING_WINDOW_S } from '../calls/freshness.ts';
import { readLeniently, type Reading } from '../lenient.ts';
import { memorySchema } from '../calls/memory.ts';
import { NOTHING_HELD, policySchema, readPolicy, type Holding } from './policy.ts';
import { recordsEntries } from '../crm/records.ts';

/** The WebSocket subprotocol, and with it every rule in docs/protocol.md. */
export const SUBPROTOCOL = 'ringside.v1';

/** The relay pings this often. */
export const PING_EVERY_MS = 10_000;
/** Either side calls the link dead after this much silence. */
export const DEAD_AFTER_MS = 25_000;
/** The first frame must be a `resume`, this long after the upgrade at most. */
export const RESUME_WITHIN_MS = 10_000;
/** Open sockets of one device; one more ends the oldest. */
export const MAX_SOCKETS_PER_DEVICE = 4;
/** A device whose unsent frames pass this is closed with 4413. */
export const MAX_BUFFERED_BYTES = 1024 * 1024;
/** Frames from the app are small: bigger ones are refused. */
export const MAX_APP_FRAME_BYTES = 64 * 1024;

/**
 * In the answer that refuses a device: the journal that does not know it. Only the refusal of its own journal ends a
 * pairing; everybody else on the way may say 401 too.
 */
export const JOURNAL_HEADER = 'Ringside-Journal';

/** The journal that an epoch belongs to: when somebody is forgotten, its sequences get epochs `<journal>.<n>`. */
export function journalOf(epoch: string): string {
  return epoch.split('.', 1)[0] ?? epoch;
}

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
  /** A newer socket of the same device has taken its place. */
  replaced: 4409,
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

/** What an end understands beyond the first version. Neither is sent what it did not say: older ones close on it. */
const ABILITIES = ['release', 'records'] as const;
export type Ability = (typeof ABILITIES)[number];
/** What this version understands. */
export const CAN: readonly Ability[] = ABILITIES;

/** What cannot be read of it is not said. */
const can = v.fallback(
  v.optional(
    v.pipe(
      v.array(v.unknown()),
      v.transform((said) => ABILITIES.filter((ability) => said.includes(ability))),
    ),
  ),
  undefined,
);

const appFrameSchema = v.variant('type', [
  v.object({ type: v.literal('resume'), epoch: v.nullable(epoch), after: whole, can }),
  v.object({ type: v.literal('ack'), seq: whole }),
  v.object({ type: v.literal('claim'), call: callKey }),
  v.object({ type: v.literal('release'), call: callKey }),
]);
/** What an app says to its relay. */
export type AppFrame = v.InferOutput<typeof appFrameSchema>;

const eventSchema = v.object({
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
  memory: v.optional(memorySchema),
});
const relayFrames = {
  welcome: v.object({
    type: v.literal('welcome'),
    agent,
    epoch,
    from: whole,
    head: whole,
    now: moment,
    policy: policySchema,
    can,
  }),
  reset: v.object({ type: v.literal('reset'), reason: v.picklist(['epoch', 'retention']) }),
  event: eventSchema,
  live: v.object({ type: v.literal('live') }),
  claimed: v.object({ type: v.literal('claimed'), call: callKey, agent, name: v.optional(v.string()) }),
  released: v.object({ type: v.literal('released'), call: callKey, agent }),
  policy: v.object({ type: v.literal('policy'), policy: policySchema }),
  records: v.object({ type: v.literal('records'), call: callKey, ...recordsEntries }),
} as const;
/** What a relay says to an app. */
export type RelayFrame = v.InferOutput<(typeof relayFrames)[keyof typeof relayFrames]>;

/** What the CRM has of a call's party. */
export type RecordsFrame = Extract<RelayFrame, { type: 'records' }>;
export type EventFrame = v.InferOutput<typeof eventSchema>;

/** Older than any ring that pops: an age that cannot be read never makes a card. */
const UNREADABLE_AGE_MS = MAX_RING_WINDOW_S * 1000 + 1;
const UNREADABLE_MOMENT = '1970-01-01T00:00:00.000Z' as Instant;
/** What counts for a part that cannot be read, where a frame is still of use without it. */
const WITHOUT = {
  /** Everything may follow: what does not come is a gap, and is asked for once. */
  welcome: { from: 0, head: 0, now: UNREADABLE_MOMENT },
  reset: { reason: 'epoch' },
  event: {
    call: null,
    topic: 'unreadable',
    occurredAt: UNREADABLE_MOMENT,
    receivedAt: UNREADABLE_MOMENT,
    ageMs: UNREADABLE_AGE_MS,
    data: {},
  },
  live: {},
  claimed: {},
  released: {},
  policy: {},
  records: {},
} as const;

/** Reads a frame from an app; null when it is none. Unknown fields are ignored. */
export function readAppFrame(text: string): AppFrame | null {
  const read = v.safeParse(appFrameSchema, parse(text));
  return read.success ? read.output : null;
}

/** Reads a frame from a relay; null when it is none we know. */
export function readRelayFrame(text: string): RelayFrame | null {
  return receiveRelayFrame(text, () => NOTHING_HELD)?.value ?? null;
}

/**
 * Reads a frame from a relay of any version, and says which fields of it could not be read. Unknown fields are ignored;
 * one that cannot be read costs only itself. An event of a relay that knows no limits comes out within them, so that
 * whatever was read can be written and read again.
 * @param holding what counts for the parts of a policy that cannot be read; asked with the agent of a `welcome`
 * @returns null when it is no frame we know, or of no use without what cannot be read
 */
export function receiveRelayFrame(
  text: string,
  holding: (agent: AgentEmail | null) => Holding,
): Reading<RelayFrame> | null {
  const json = parse(text);
  const type = typeOf(json);
  if (type === null) return null;
  if (type !== 'welcome' && type !== 'policy')
    return readLeniently(relayFrames[type], eventWithin(json, text.length), WITHOUT[type]);
  const told = json as { readonly agent?: unknown; readonly policy?: unknown };
  const read = readPolicy(
    told.policy,
    holding(typeof told.agent === 'string' ? (told.agent as AgentEmail) : null),
  );
  const frame = readLeniently(relayFrames[type], { ...told, policy: read.value }, WITHOUT[type]);
  return frame && { value: frame.value, unread: [...frame.unread, ...read.unread] };
}

/** Reads an event that was written down, as the one who wrote it may have understood it. */
export function readEventFrame(json: unknown): EventFrame | null {
  return typeOf(json) === 'event' ? (readLeniently(eventSchema, json, WITHOUT.event)?.value ?? null) : null;
}

function typeOf(json: unknown): keyof typeof relayFrames | null {
  if (typeof json !== 'object' || json === null || !Object.hasOwn(json, 'type')) return null;
  const { type } = json as { readonly type: unknown };
  return typeof type === 'string' && Object.hasOwn(relayFrames, type) ? (type as RelayFrame['type']) : null;
}

/** Undefined for what is no JSON. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
