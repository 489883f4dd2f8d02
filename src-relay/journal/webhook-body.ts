import type { TimeSource } from '../../src-shared/allo/dated.ts';
import { parseExactly } from '../../src-shared/allo/exact-json.ts';
import { readEvent, type AlloEvent } from '../../src-shared/allo/events.ts';
import { MAX_DATA_BYTES } from '../../src-shared/limits/limits.ts';
import type { Overstep } from '../../src-shared/limits/overstep.ts';
import { withinLimits, type Within } from '../../src-shared/limits/within.ts';

export interface Readable {
  readonly ok: true;
  readonly event: AlloEvent;
  /** Where its moment comes from. */
  readonly timed: TimeSource;
  /** As Allo sent it, as JSON; only some of it when it is beyond a limit. */
  readonly data: string;
  /** The limit that the rest of it is beyond; null: nothing was left out. */
  readonly beyond: Overstep | null;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Reads a webhook's body, which came at `arrivedAt` (ms since 1970), in time and memory that its size bounds, whatever is in it. */
export function readBody(
  body: Uint8Array,
  arrivedAt: number,
): Readable | { readonly ok: false; readonly reason: string } {
  let json: unknown;
  try {
    json = parseExactly(utf8.decode(body));
  } catch {
    return { ok: false, reason: 'body: not JSON in UTF-8' };
  }
  // Before it is read: a list of a million is no work for a schema.
  const written = writtenWithin(dataOf(json));
  if (written === null) return asRead(json, null, arrivedAt);
  const { data, beyond, text } = written;
  return asRead(beyond === null ? json : { ...(json as object), data }, { text, beyond }, arrivedAt);
}

function asRead(
  json: unknown,
  written: { readonly text: string; readonly beyond: Overstep | null } | null,
  arrivedAt: number,
): ReturnType<typeof readBody> {
  const read = readEvent(json, arrivedAt);
  if (!read.ok) return { ok: false, reason: `${topicOf(json)}: ${read.reason}` };
  if (written === null) return { ok: false, reason: `${topicOf(json)}: data: not an object` };
  return { ok: true, event: read.event, timed: read.timed, data: written.text, beyond: written.beyond };
}

/** What a webhook says that it is about, for the admin's eyes: as far as it can be a topic. */
function topicOf(json: unknown): string {
  const topic = typeof json === 'object' && json !== null && 'topic' in json ? json.topic : undefined;
  if (topic === undefined) return 'no topic';
  return typeof topic === 'string' && /^[\w.:-]{1,64}$/.test(topic) ? topic : 'a topic that cannot be shown';
}

function dataOf(json: unknown): Readonly<Record<string, unknown>> | null {
  if (typeof json !== 'object' || json === null || !('data' in json)) return null;
  const { data } = json;
  return typeof data === 'object' && data !== null && !Array.isArray(data)
    ? (data as Readonly<Record<string, unknown>>)
    : null;
}

function writtenWithin(data: Readonly<Record<string, unknown>> | null): (Within & { text: string }) | null {
  if (data === null) return null;
  const within = withinLimits(data);
  const text = JSON.stringify(within.data);
  if (Buffer.byteLength(text) <= MAX_DATA_BYTES) return { ...within, text };
  const smaller = withinLimits(data, true);
  return { ...smaller, text: JSON.stringify(smaller.data) };
}
