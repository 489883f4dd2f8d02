import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { WebhookId } from '../../../src-shared/brand.ts';
import { readNumber } from '../../../src-shared/format/phone.ts';
import type { Webhook } from '../../../src-relay/journal/rules/plan.ts';
import {
  answer,
  ANA,
  completed,
  contact,
  LINE,
  NORA,
  ring,
  SAM,
  sms,
  tag,
  type AlloBody,
} from '../../fixtures/allo.ts';
import { lockNumbers, type LockKey } from '../../../src-relay/postgres/filing/keys.ts';
import { filingRelays, type FilingRelays } from '../../fixtures/postgres/filing.ts';
import { until } from '../../fixtures/until.ts';

/** To each relay, in two batches that both have under way at once. */
const FLOOD = 40;

let relays: FilingRelays;

beforeAll(async () => {
  const agents = [
    [NORA, LINE],
    [SAM, null],
  ] as const;
  relays = await filingRelays({ agents }, Date.now);
});
afterAll(() => relays.close());
beforeEach(() => relays.startOver());

const AT = new Date(Date.now() - 60_000).toISOString();
const later = (n: number, ms: number): string => new Date(Date.parse(AT) + n * ms).toISOString();
const ends = { from_number: ANA, to_number: LINE };
const id = 'cll_flood';

const floods: readonly (readonly [string, (n: number) => AlloBody])[] = [
  ['rings of one call', (n) => ring({ ...ends, started_at: AT, user_email: n % 2 === 0 ? NORA : SAM })],
  ['calls of one number', (n) => ring({ ...ends, started_at: later(n, 150_000) })],
  [
    'answers of one call',
    (n) => (n === 0 ? ring({ ...ends, started_at: AT }) : answer({ ...ends, started_at: AT })),
  ],
  [
    'legs of one call',
    (n) => completed({ from_number: ANA, to: LINE, start_date: AT, id: `cll_${n}`, user_email: NORA }),
  ],
  [
    'tags of one call',
    (n) =>
      n === 0
        ? completed({ from_number: ANA, to: LINE, start_date: AT, id })
        : tag({ call_id: id, tag_key: `key_${n}`, user_email: null }),
  ],
  ['text messages of one number', (n) => sms({ id: `sms_${n}`, from_number: ANA, to_number: LINE })],
  ['changes of one contact', (n) => ({ ...contact({ numbers: [ANA] }), timestamp: later(n, 10) })],
];

const ANAS = `tail ${readNumber(ANA).tail}` as LockKey;

let last = 0;
function webhookOf(body: AlloBody): Webhook {
  last += 1;
  return {
    id: `msg_flood_${last}` as WebhookId,
    receivedAt: Date.now(),
    body: new TextEncoder().encode(JSON.stringify(body)),
  };
}

describe('a flood', () => {
  test.each(floods)('of %s, which two relays get at once, is taken in whole', async (_, bodyOf) => {
    const webhooks = Array.from({ length: 4 * FLOOD }, (_, n) => webhookOf(bodyOf(n)));
    const filed = await Promise.all(
      [0, 1, 2, 3].map((part) => relays.file(part % 2, webhooks.slice(part * FLOOD, (part + 1) * FLOOD))),
    );
    expect(filed.flatMap(({ outcomes }) => outcomes.map(({ status }) => status))).toEqual(
      webhooks.map(() => 'accepted'),
    );
    const places = await relays.places();
    for (const [, own] of Map.groupBy(places, ({ agent }) => agent))
      expect(own.map(({ seq }) => seq)).toEqual(own.map((_, at) => at + 1));
  });

  test('keeps nothing waiting that comes with it, while another relay has its number', async () => {
    const [first] = relays.databases;
    const flood = [1, 2, 3].map(() => webhookOf(ring({ ...ends, started_at: AT })));
    // So that what is foreseen of the next ones is as it will be.
    await relays.file(0, flood.slice(0, 1));
    const told: string[] = [];
    let filed: Promise<unknown> = Promise.resolve();
    await first?.transaction(async (sql) => {
      await sql.rows('SELECT pg_advisory_xact_lock(a.key) FROM unnest($1::bigint[]) a(key)', [
        lockNumbers([ANAS]),
      ]);
      const others = [5, 6].map((n) => webhookOf(ring({ from_number: `+3319900990${n}`, started_at: AT })));
      const batches = others.map((other, at) => [...flood.slice(1 + at, 2 + at), other]);
      filed = Promise.all(
        batches.map((batch) =>
          relays.fileInParts(0, batch, ({ at }) => told.push(...at.map((place) => batch[place]?.id ?? ''))),
        ),
      );
      await until('the others are filed', () => others.every(({ id }) => told.includes(id)));
      expect(told).toHaveLength(2);
    });
    await filed;
    expect(told).toHaveLength(4);
  });
});
