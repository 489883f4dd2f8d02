import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { readEvent, TOPICS, type Topic } from '../../../src-shared/allo/events.ts';
import {
  MAX_DATA_BYTES,
  MAX_DEPTH,
  MAX_EVENT_FRAME_BYTES,
  MAX_HEAD_BYTES,
  MAX_MEMORY_BYTES,
  MAX_TAKEN_FRAME_BYTES,
  MAX_VALUES,
  MAX_WEBHOOK_BYTES,
} from '../../../src-shared/limits/limits.ts';
import { overstepOf } from '../../../src-shared/limits/overstep.ts';
import { withinLimits } from '../../../src-shared/limits/within.ts';
import { readRelayFrame } from '../../../src-shared/wire/protocol.ts';
import { boundedMemory } from '../../../src-relay/journal/rules/memory/bounded.ts';
import { readBody } from '../../../src-relay/journal/webhook-body.ts';
import { eventFrame, eventTail } from '../../../src-relay/hub/frames.ts';
import type { EventRecord } from '../../../src-relay/journal/commands.ts';
import { rewritten } from '../../../src-relay/forget/rewriting.ts';
import { ring } from '../../fixtures/allo.ts';
import { SENT } from './sent.ts';

type Data = Record<string, unknown>;

const nested = (levels: number): string => `${'['.repeat(levels)}1${']'.repeat(levels)}`;
const listOf = (value: string, count: number): string =>
  `[${Array.from({ length: count }, () => value).join()}]`;
/** Members that no honest event has, each beyond a limit by itself. */
const POISON: Record<string, string> = {
  'a list 65 levels deep': nested(MAX_DEPTH + 1),
  'a list 4,000 levels deep': nested(4000),
  'a list 10,000 levels deep': nested(10_000),
  'a million levels': nested(1_000_000),
  'objects 5,000 levels deep': `${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`,
  '4.67 MiB of 1e20': listOf('1e20', 979_000),
  'a million empty objects': listOf('{}', 1_000_000),
  'more values than fit': listOf('0', MAX_VALUES + 1),
  'a number beyond all': '1e400',
  'the smallest number beyond all, deep in': '{"a":[{"b":-1e999}]}',
};

/** A body with the text of a further member, before or after the honest ones, or in one of them. */
function bodyWith(topic: Topic, name: string, json: string, isFirst: boolean): string {
  const { data, ...envelope } = SENT[topic];
  const own = JSON.stringify(data).slice(1, -1);
  const member = `${JSON.stringify(name)}:${json}`;
  return `${JSON.stringify(envelope).slice(0, -1)},"data":{${isFirst ? `${member},${own}` : `${own},${member}`}}}`;
}

const ARRIVED = Date.parse('2026-02-03T09:15:00.000Z');
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function taken(body: string) {
  const read = readBody(bytes(body), ARRIVED);
  if (!read.ok) throw new Error(read.reason);
  return read;
}

function recordOf(data: string, more: Partial<EventRecord> = {}): EventRecord {
  const { occurredAt, webhookId, call } = {
    occurredAt: '2026-02-03T09:15:00.000Z' as EventRecord['occurredAt'],
    webhookId: 'm'.repeat(128) as EventRecord['webhookId'],
    call: 'c'.repeat(256) as NonNullable<EventRecord['call']>,
  };
  return {
    call,
    topic: 'call.received',
    webhookId,
    occurredAt,
    receivedAt: Date.parse(occurredAt),
    data,
    reduced: null,
    memory: null,
    ...more,
  };
}

const frameOf = (record: EventRecord): string => eventFrame(eventTail(record), 2 ** 53 - 1, record, 4e12);

describe('every topic, beyond every limit', () => {
  const cases = TOPICS.flatMap((topic) => Object.keys(POISON).map((poison) => ({ topic, poison })));
  it.each(cases)('$topic with $poison is taken in with all that is read of it', ({ topic, poison }) => {
    const json = POISON[poison] ?? '';
    // The biggest take their time: one place is enough for them.
    for (const isFirst of json.length > 1_000_000 ? [true] : [true, false]) {
      const body = bodyWith(topic, 'extra', json, isFirst);
      expect(body.length).toBeLessThan(MAX_WEBHOOK_BYTES);
      const read = taken(body);
      const honest = readEvent(SENT[topic]);
      expect(read.beyond).not.toBeNull();
      expect(honest).toEqual({ ok: true, event: read.event, timed: read.timed });
      expect(Buffer.byteLength(frameOf(recordOf(read.data)))).toBeLessThan(MAX_EVENT_FRAME_BYTES);
      expect(overstepOf(JSON.parse(read.data))).toBeNull();
    }
  });
});

describe('what is out of hand inside what is read', () => {
  it.each(['person', 'company', 'deals'])('%s leaves the others whole', (name) => {
    for (const poison of Object.values(POISON)) {
      const { event } = taken(bodyWith('call.received', name, `{"x":${poison}}`, false));
      const honest = ring().data;
      if (event.topic !== 'call.received') throw new Error(event.topic);
      expect(event.data.from_number).toBe(honest['from_number']);
      if (name !== 'person') expect(event.data.person?.last_name).toBe('Lopez');
      if (name !== 'company') expect(event.data.company?.name).toBe('Globex');
      if (name !== 'deals') expect(event.data.deals).toHaveLength(1);
    }
  });

  it('leaves a person their name and a deal its stage', () => {
    const person = `{"junk":${nested(3000)},${JSON.stringify(ring().data['person']).slice(1)}`;
    const { event } = taken(bodyWith('call.received', 'person', person, false));
    expect(event).toMatchObject({ data: { person: { name: 'Ana', last_name: 'Lopez' } } });
    const deals = `[${listOf('1e20', 200_000).slice(1, -1)},{"id":"dea-1","status":"won","x":${nested(90)}}]`;
    const other = taken(bodyWith('call.received', 'deals', deals, false));
    expect(other.event).toMatchObject({ data: { deals: [{ id: 'dea-1', status: 'won' }] } });
  });

  it('keeps an hour of transcript beside what a voice agent collected without end', () => {
    const line = {
      source: 'USER',
      time: '2026-02-03T09:15:00.000Z',
      text: 'What a line is like, more or less.',
    };
    const transcriptions = JSON.stringify(Array.from({ length: 1200 }, () => line));
    const body = bodyWith('call.completed', 'transcriptions', transcriptions, false);
    const { event } = taken(body.replace('"data_collected":{}', `"data_collected":{"deep":${nested(9000)}}`));
    if (event.topic !== 'call.completed') throw new Error(event.topic);
    expect(event.data.transcriptions).toHaveLength(1200);
    expect(event.data.summary).toContain('move the pilot');
  });
});

describe('what is within the limits', () => {
  it.each([
    ['one long text', JSON.stringify('x'.repeat(4_900_000)), MAX_DATA_BYTES],
    ['as deep as it may be', nested(MAX_DEPTH - 1), 10_000],
    ['as many values as there may be', listOf('7', MAX_VALUES - 100), 1_000_000],
    ['escapes that get shorter', `"${'\\u00e9'.repeat(800_000)}"`, 2_000_000],
    ['lone surrogates', `"${'\\ud800'.repeat(800_000)}"`, MAX_DATA_BYTES],
    ['controls', `"${'\\u0001'.repeat(800_000)}"`, MAX_DATA_BYTES],
    ['big numbers, few', listOf('1e20', 5000), 200_000],
  ])('is taken in whole: %s', (_, json, atMost) => {
    const read = taken(bodyWith('call.received', 'extra', json, false));
    expect(read.beyond).toBeNull();
    expect(JSON.parse(read.data)).toEqual(
      (JSON.parse(bodyWith('call.received', 'extra', json, false)) as { data: unknown }).data,
    );
    expect(Buffer.byteLength(read.data)).toBeLessThanOrEqual(atMost);
  });
});

/** Any JSON text, numbers in every spelling and depths that nobody writes by hand among them. */
const { json: anyJson } = fc.letrec<{ json: string; plain: string }>((tie) => ({
  plain: fc.oneof(
    fc.constantFrom(
      '1e20',
      '-1E+20',
      '1e-6',
      '1e400',
      '0.1e1',
      '-0',
      'null',
      'true',
      '123456789012345678901',
    ),
    fc.string({ unit: 'binary' }).map((text) => JSON.stringify(text)),
    fc.constantFrom('"\\ud800"', '"\\u0000"', '"\\/"', '"\\u002b33"'),
    fc.integer({ min: 1, max: 6000 }).map(nested),
    fc
      .tuple(fc.constantFrom('1e20', '{}', '"\\u0001"'), fc.integer({ min: 1, max: 120_000 }))
      .map(([value, count]) => listOf(value, count)),
  ),
  json: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    tie('plain'),
    fc.array(tie('json'), { maxLength: 4 }).map((parts) => `[${parts.join()}]`),
    fc
      .array(fc.tuple(fc.constantFrom('id', 'name', 'emails', '__proto__', 'x'), tie('json')), {
        maxLength: 4,
      })
      .map((members) => `{${members.map(([name, own]) => `"${name}":${own}`).join()}}`),
  ),
}));

test('whatever is accepted fits a frame, is read by the app as it was sent, and can be rewritten', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...TOPICS),
      fc.constantFrom('extra', 'person', 'deals', 'tags', 'data_collected', '__proto__'),
      anyJson,
      fc.boolean(),
      (topic, name, json, isFirst) => {
        const body = bytes(bodyWith(topic, name, json, isFirst));
        fc.pre(body.length <= MAX_WEBHOOK_BYTES);
        const read = readBody(body, ARRIVED);
        if (!read.ok) return;
        const text = frameOf(recordOf(read.data, { reduced: read.beyond }));
        expect(Buffer.byteLength(text)).toBeLessThanOrEqual(MAX_EVENT_FRAME_BYTES);
        const frame = readRelayFrame(text);
        expect(frame).toMatchObject({
          type: 'event',
          ...(read.beyond === null ? {} : { reduced: read.beyond }),
        });
        expect(JSON.parse(JSON.stringify(frame))).toEqual(frame);
        expect(
          JSON.stringify(
            rewritten(
              JSON.parse(read.data),
              (old) => old,
              (old) => old,
            ),
          ),
        ).toBe(read.data);
      },
    ),
    { numRuns: 60 },
  );
});

test('what was left out is never in the middle of something: the rest stands as it was sent', () => {
  fc.assert(
    fc.property(anyJson, (json) => {
      const data = JSON.parse(`{"extra":${json},"id":"con_1","name":"Ana"}`) as Data;
      const { data: kept } = withinLimits(data);
      expect(isPartOf(kept, data)).toBe(true);
      expect(kept).toMatchObject({ id: 'con_1', name: 'Ana' });
    }),
    { numRuns: 50 },
  );
});

/** Every member and entry is the other's, in the same order; some may be missing. */
function isPartOf(part: unknown, whole: unknown): boolean {
  if (Array.isArray(part) && Array.isArray(whole)) {
    let at = 0;
    for (const one of part) {
      while (at < whole.length && !isPartOf(one, whole[at])) at += 1;
      if (at === whole.length) return false;
      at += 1;
    }
    return true;
  }
  if (typeof part !== 'object' || part === null) return Object.is(part, whole);
  if (typeof whole !== 'object' || whole === null) return false;
  return Object.entries(part).every(([name, own]) =>
    isPartOf(own, Object.getOwnPropertyDescriptor(whole, name)?.value),
  );
}

describe('an app of a relay that knows no limits', () => {
  it.each(Object.entries(POISON))('reads an event with %s, within the limits and marked', (_, json) => {
    const sent = `{"extra":${json},${JSON.stringify(ring().data).slice(1)}`;
    const frame = readRelayFrame(frameOf(recordOf(sent)));
    if (frame?.type !== 'event') throw new Error('no event');
    expect(frame.reduced).toBeDefined();
    expect(frame.data).toMatchObject(ring({ started_at: frame.data['started_at'] }).data);
    expect(JSON.parse(JSON.stringify(frame))).toEqual(frame);
  });

  it('takes the longest frame that such a relay makes of 5 MiB', () => {
    const longest = JSON.stringify(JSON.parse(listOf('1e20', Math.floor(MAX_WEBHOOK_BYTES / 5))));
    expect(longest.length).toBeGreaterThan(16 * 1024 * 1024);
    expect(longest.length + MAX_WEBHOOK_BYTES + MAX_HEAD_BYTES).toBeLessThan(MAX_TAKEN_FRAME_BYTES);
  });
});

describe('the limits fit each other', () => {
  it('and an app of the first version, which takes 16 MiB', () => {
    expect(MAX_EVENT_FRAME_BYTES).toBeLessThan(16 * 1024 * 1024);
    expect(MAX_EVENT_FRAME_BYTES).toBeLessThan(MAX_TAKEN_FRAME_BYTES);
  });

  it('a frame’s head, whatever its ids', () => {
    expect(frameOf(recordOf('')).length).toBeLessThan(MAX_HEAD_BYTES);
  });

  it('what is remembered of a caller, whatever webhooks said of them', () => {
    const long = '\ud800'.repeat(1_000_000);
    const many = Array.from({ length: 1000 }, () => long.slice(0, 300));
    const at = '2026-02-03T09:15:00.000Z' as EventRecord['occurredAt'];
    const memory = boundedMemory({
      lastCall: { at, direction: 'inbound', handledBy: long, result: long, summary: long, tags: many },
      callsIn30Days: 1000,
      lastSms: { at, direction: 'inbound', text: long.slice(0, 160) },
      contact: { firstName: long, lastName: long, company: long, emails: many },
      crmId: long,
    });
    expect(Buffer.byteLength(JSON.stringify(memory))).toBeLessThan(MAX_MEMORY_BYTES);
    expect(memory.crmId).toBeUndefined();
    expect(memory.lastCall?.handledBy).toBeUndefined();
  });
});
