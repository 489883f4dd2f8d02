import { afterAll, beforeAll, expect, test } from 'vitest';
import type { WebhookId } from '../../src-shared/brand.ts';
import type { Webhook } from '../../src-relay/journal/rules/plan.ts';
import { answer, completed, LINE, NORA, ring, SAM, tag, type AlloBody } from '../fixtures/allo.ts';
import { filingRelays, type FilingRelays } from '../fixtures/postgres/filing.ts';
import { atLength } from './length.ts';

/** Each of them is filed by two relays at the same moment, in an order of its own. */
const CALLS = atLength({ short: 150, full: 10_000 });
/** So many at a time, so that a relay has several transactions under way. */
const AT_ONCE = 5;

let relays: FilingRelays;

beforeAll(async () => {
  const agents = [
    [NORA, LINE],
    [SAM, null],
  ] as const;
  relays = await filingRelays({ agents }, Date.now);
});
afterAll(() => relays.close());

/** Two agents ring, one answers; somebody tags what is over, in whatever order Allo's webhooks come. */
function webhooksOf(call: number): Webhook[] {
  const started_at = new Date(Date.now() - 60_000).toISOString();
  const from_number = `+44${String(7_000_000_000 + call)}`;
  const id = `cll_race${call}`;
  const ends = { from_number, to_number: LINE };
  const bodies: AlloBody[] = [
    ring({ ...ends, started_at, user_email: NORA }),
    ring({ ...ends, started_at, user_email: SAM }),
    answer({ ...ends, started_at, user_email: SAM }),
    completed({ from_number, to: LINE, start_date: started_at, id, user_email: SAM }),
    tag({ call_id: id, user_email: null }),
  ];
  return bodies.map((body, at) => ({
    id: `msg_${call}_${at}` as WebhookId,
    receivedAt: Date.now(),
    body: new TextEncoder().encode(JSON.stringify(body)),
  }));
}

/** To one of the relays, or to both, in an order by chance. */
async function fileAtOnce(webhooks: readonly Webhook[]): Promise<string[]> {
  const sent = webhooks.flatMap((webhook) => {
    const chance = Math.random();
    const to = chance < 0.2 ? [0, 1] : [chance < 0.6 ? 0 : 1];
    return to.map((relay) => ({ webhook, relay, by: Math.random() }));
  });
  const inOrder = sent.sort((a, b) => a.by - b.by);
  const filed = await Promise.all(
    inOrder.map(async ({ webhook, relay }) => {
      const { outcomes } = await relays.file(relay, [{ ...webhook, body: webhook.body.slice() }]);
      return outcomes[0]?.status ?? 'none';
    }),
  );
  return filed.filter((status) => status !== 'duplicate');
}

test(
  `${CALLS} calls that two relays file at once are one call each, told in full to everybody they concern`,
  { timeout: 1_800_000 },
  async () => {
    let next = 0;
    async function fileSome(): Promise<void> {
      while (next < CALLS) {
        next += 1;
        expect(await fileAtOnce(webhooksOf(next))).toEqual(Array.from({ length: 5 }, () => 'accepted'));
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, fileSome));

    const callOf = (webhookId: string): string => webhookId.split('_')[1] ?? '';
    const events = await relays.events();
    expect(events).toHaveLength(CALLS * 5);
    for (const [, own] of Map.groupBy(events, ({ webhookId }) => callOf(webhookId)))
      expect(new Set(own.map(({ call }) => call)).size).toBe(1);
    expect(new Set(events.map(({ call }) => call)).size).toBe(CALLS);

    const places = await relays.places();
    for (const [agent, own] of Map.groupBy(places, ({ agent }) => agent)) {
      expect(own.map(({ seq }) => seq)).toEqual(own.map((_, at) => at + 1));
      const told = new Set(own.map(({ webhookId }) => webhookId));
      expect({ agent, told: told.size }).toEqual({ agent, told: CALLS * 5 });
      // Nobody is told anything twice that has not moved, and with one call there is nowhere to move.
      expect(own.length - told.size).toBeLessThanOrEqual(CALLS * 5);
    }
  },
);
