import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AgentId } from '../../../../src-relay/sql/ids.ts';
import { planWebhook } from '../../../../src-relay/journal/rules/accepting.ts';
import type { Plan, Webhook } from '../../../../src-relay/journal/rules/plan.ts';
import { planning, type Planning } from '../../../../src-relay/postgres/filing/planning.ts';
import { bulkReads } from '../../../../src-relay/postgres/filing/reads/all.ts';
import { answer, completed, contact, ring, sms, tag, type AlloBody } from '../../../fixtures/allo.ts';
import { journalInMemory, type JournalInMemory } from '../../../fixtures/relay/journal-in-memory.ts';
import { countedKeys, erasedMarks, START, streams, TEAM } from '../../../fixtures/relay/streams.ts';

const reads = bulkReads(new Uint8Array(32));
const now = START + 120_000;

/** Asks the journal for whatever the rules want to know, as a transaction does. @returns how often it had to */
function fetchAll(one: Planning<Plan>, { surroundings, audiences }: Answering): number {
  one.run(TEAM, surroundings.hasErased);
  let fetched = 0;
  while (one.isOpen()) {
    fetched += 1;
    expect(fetched).toBeLessThan(60);
    for (const question of one.questions()) {
      const ask = surroundings[question.kind] as (ask: unknown) => unknown;
      one.answer(question, ask(question.ask));
    }
    for (const [call, agents] of audiences()) one.giveAudience(call, agents);
    one.run(TEAM, surroundings.hasErased);
  }
  return fetched;
}

interface Answering {
  readonly surroundings: JournalInMemory['surroundings'];
  /** What a transaction fetches ahead: of any call, since each is at hand here. */
  audiences(): Map<NonNullable<JournalInMemory['events'][number]['call']>, readonly AgentId[]>;
}

function answering(journal: JournalInMemory): Answering {
  return {
    surroundings: journal.surroundings,
    audiences: () =>
      new Map(
        journal.events.flatMap(({ call }) =>
          call === null ? [] : [[call, journal.surroundings.audience({ call })] as const],
        ),
      ),
  };
}

function planningOf(webhook: Webhook, newCallKey = countedKeys()): Planning<Plan> {
  return planning((surroundings, directory, parts) => planWebhook(webhook, surroundings, directory, parts), {
    reads,
    now,
    newCallKey,
  });
}

test('what the rules are told in pieces they decide as if they had been told all at once', () => {
  fc.assert(
    fc.property(streams(30), erasedMarks, (webhooks, marks) => {
      const journal = journalInMemory();
      for (const mark of marks) journal.erased.set(mark, now);
      let keys = 0;
      const newCallKey = (): ReturnType<ReturnType<typeof countedKeys>> =>
        `k-${String((keys += 1)).padStart(4, '0')}` as ReturnType<ReturnType<typeof countedKeys>>;
      for (const webhook of webhooks) {
        const before = keys;
        const one = planningOf(webhook, newCallKey);
        fetchAll(one, answering(journal));
        keys = before;
        const plan = planWebhook(webhook, journal.surroundings, TEAM, { now, newCallKey });
        const known = new Map<string, string>();
        expect(renamed(one.plan(), known)).toEqual(renamed(plan, new Map()));
        journal.accept(webhook, TEAM, { now, newCallKey });
      }
    }),
    { numRuns: 40 },
  );
});

/** New calls' keys by their order: a key that was made for a guess is not made again. */
function renamed(plan: Plan | null, names: Map<string, string>): unknown {
  const text = JSON.stringify(plan, (_, value: unknown) =>
    value instanceof Uint8Array ? value.length : value,
  );
  return JSON.parse(
    text.replaceAll(/k-\d{4}/g, (key) => {
      const name = names.get(key) ?? `call ${names.size}`;
      names.set(key, name);
      return name;
    }),
  );
}

const AT = new Date(START).toISOString();
const usual: readonly (readonly [string, readonly AlloBody[], number])[] = [
  ['a first ring', [ring({ started_at: AT })], 1],
  ['an answer', [ring({ started_at: AT }), answer({ started_at: AT })], 1],
  ['a completion', [ring({ started_at: AT }), answer({ started_at: AT }), completed({ start_date: AT })], 1],
  ['a tag', [ring({ started_at: AT }), completed({ start_date: AT }), tag()], 2],
  ['a text message', [sms()], 1],
  ['a contact', [contact()], 1],
];

test.each(usual)('%s is planned with few fetches', (_, bodies, most) => {
  const journal = journalInMemory();
  const newCallKey = countedKeys();
  let last = 0;
  for (const [at, body] of bodies.entries()) {
    const bytes = new TextEncoder().encode(JSON.stringify(body));
    const webhook = { id: `msg_${at}`, receivedAt: now, body: bytes } as Webhook;
    last = fetchAll(planningOf(webhook), answering(journal));
    journal.accept(webhook, TEAM, { now, newCallKey });
  }
  expect(last).toBeLessThanOrEqual(most);
});
