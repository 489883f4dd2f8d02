import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CallKey, Instant, WebhookId } from '../../../../src-shared/brand.ts';
import { THIS, type Change, type EventRef } from '../../../../src-relay/journal/rules/changes.ts';
import type { TailAt } from '../../../../src-relay/journal/rules/reads.ts';
import type { AgentId, EventId } from '../../../../src-relay/sql/ids.ts';
import { sqliteChanging } from '../../../../src-relay/sqlite/changes.ts';
import { deliveringReads } from '../../../../src-relay/sqlite/delivering-reads.ts';
import { filingReads } from '../../../../src-relay/sqlite/filing-reads.ts';
import { MIGRATIONS } from '../../../../src-relay/sqlite/schema/schema.ts';
import { callsUnderWay } from '../../../../src-relay/sqlite/under-way.ts';

const AGENTS = [3, 1, 2] as AgentId[];
const CALLS = ['k-1', 'k-2', 'k-3'] as CallKey[];
/** The last two are senders' names that were cut within a character: SQLite keeps the same for both. */
const TAILS = ['199001234', '', '~\ud800', '~\ud801'];

const agent = fc.constantFrom(...AGENTS);
const call = fc.constantFrom(...CALLS);
const place: fc.Arbitrary<TailAt> = fc.record({
  end: fc.constantFrom('from_tail', 'to_tail'),
  tail: fc.constantFrom(...TAILS, TAILS[0] ?? ''),
  at: fc.oneof(fc.nat({ max: 3 }), fc.nat({ max: 60 })),
});
const tail = fc.constantFrom(...TAILS, TAILS[0] ?? '', TAILS[0] ?? '', null);
const oneIn = (n: number): fc.Arbitrary<boolean> => fc.nat({ max: n - 1 }).map((drawn) => drawn === 0);
/** Which earlier event, counted from the newest. */
const back = fc.nat({ max: 12 });

/** What one webhook may do, and what is asked after each of its changes. */
const steps = fc.array(
  fc.record({
    call: fc.option(call, { freq: 8 }),
    times: fc.constantFrom<number>(1, 1, 1, 30),
    fromTail: tail,
    toTail: tail,
    startedAt: fc.oneof(fc.nat({ max: 3 }), fc.nat({ max: 60 })),
    hasSighting: oneIn(6).map((not) => !not),
    moved: fc.record({ does: oneIn(20), back, call }),
    isGone: oneIn(20),
    told: fc.array(fc.record({ agent, back: fc.option(back, { freq: 1 }) }), { maxLength: 4 }),
    asked: fc.array(place, { maxLength: 2 }),
    audiences: fc.array(call, { maxLength: 2 }),
  }),
  { minLength: 1, maxLength: 15, size: 'max' },
);
type Step = typeof steps extends fc.Arbitrary<(infer T)[]> ? T : never;

/** An event of a call that nobody is told of. */
const QUIET: Step = {
  call: 'k-1' as CallKey,
  times: 1,
  fromTail: null,
  toTail: null,
  startedAt: 5,
  hasSighting: true,
  moved: { does: false, back: 0, call: 'k-1' as CallKey },
  isGone: false,
  told: [],
  asked: [],
  audiences: [],
};

function opened(most?: number) {
  const db = new DatabaseSync(':memory:');
  for (const migration of MIGRATIONS) db.exec(migration);
  for (const id of AGENTS)
    db.prepare('INSERT INTO agent (id, email, floor, added_at) VALUES (?, ?, 0, 0)').run(id, `a${id}`);
  const { nearby } = filingReads(db);
  const { audience } = deliveringReads(db);
  let count = 0;
  const counted = <Ask, Answer>(read: (ask: Ask) => Answer) => {
    return (ask: Ask): Answer => {
      count += 1;
      return read(ask);
    };
  };
  const kept = callsUnderWay({ nearby: counted(nearby), audience: counted(audience) }, most);
  return { db, kept, journal: { nearby, audience }, readsSoFar: () => count };
}
type Opened = ReturnType<typeof opened>;

function changesOf(step: Step, newest: number): Change[] {
  const id = `msg_${newest + 1}` as WebhookId;
  const occurredAt = '2026-11-23T09:00:00.000Z' as Instant;
  const event = {
    webhookId: id,
    topic: 'call.received',
    occurredAt,
    receivedAt: 0,
    data: '{}',
    reduced: null,
  };
  const earlier = (from: number): EventRef => (newest - from < 1 ? THIS : ((newest - from) as EventId));
  const { fromTail, toTail, startedAt } = step;
  const record = { ...event, call: step.call, memory: null };
  return [
    { kind: 'event', ...event, call: step.call, about: step.call === null ? 'cll_1' : null },
    ...(step.hasSighting && step.call !== null
      ? [{ kind: 'sighting', fromTail, toTail, startedAt, alloCall: null, body: `"${id}"` } as const]
      : []),
    ...(step.moved.does && newest > step.moved.back
      ? [{ kind: 'moved', event: (newest - step.moved.back) as EventId, call: step.moved.call } as const]
      : []),
    ...step.told.map(({ agent: to, back: from }): Change => {
      const which = from === null ? THIS : earlier(from);
      return { kind: 'delivery', agent: to, event: which, record, isNews: true, at: 0 };
    }),
    ...(step.isGone ? [{ kind: 'waitingGone', alloCall: 'cll_1' } as const] : []),
  ];
}

/** Asks both of the same. What is gone is neither moved nor told of any more. */
function played({ db, kept, journal }: Opened, all: readonly Step[]): void {
  const newest = db.prepare('SELECT coalesce(max(id), 0) AS id FROM event');
  const exists = db.prepare('SELECT 1 FROM event WHERE id = ?');
  const changing = sqliteChanging(db, kept.written);
  for (const step of all) {
    const ask = (): void => {
      for (const one of step.asked) expect(kept.nearby(one)).toEqual(journal.nearby(one));
      for (const one of step.audiences)
        expect(kept.audience({ call: one })).toEqual(journal.audience({ call: one }));
    };
    for (let n = 0; n < step.times; n += 1) {
      const last = Number(newest.get()?.['id']);
      const changes = changesOf(step, last).filter(
        (change) =>
          (change.kind !== 'delivery' && change.kind !== 'moved') ||
          change.event === THIS ||
          exists.get(change.event) !== undefined,
      );
      changing.apply(changes);
      if (n % 10 === 0) ask();
    }
    ask();
  }
}

describe('calls under way', () => {
  it('are what the journal says, after each event that is filed, moved, told late or erased', () => {
    fc.assert(
      fc.property(steps, fc.constantFrom(undefined, 2, 2, 60), (all, most) => {
        const one = opened(most);
        played(one, all);
        one.db.close();
      }),
      { numRuns: 40, endOnFailure: true },
    );
  });

  it('are read once, and what was written of them is not read at all', () => {
    const one = opened();
    const ask = (): void => {
      for (const end of ['from_tail', 'to_tail'] as const) one.kept.nearby({ end, tail: '199001234', at: 5 });
      one.kept.audience({ call: 'k-1' as CallKey });
      one.kept.audience({ call: 'k-2' as CallKey });
    };
    ask();
    expect(one.readsSoFar()).toBe(4);
    const step = {
      ...QUIET,
      fromTail: '199001234',
      toTail: '199001234',
      told: [{ agent: 1 as AgentId, back: null }],
    };
    played(one, [step, { ...step, call: 'k-3' as CallKey }, step]);
    ask();
    one.kept.audience({ call: 'k-3' as CallKey });
    expect(one.readsSoFar()).toBe(4);
    one.db.close();
  });

  it('are forgotten, the oldest first, when there are many', () => {
    const one = opened();
    const ask = (n: number): number => {
      const before = one.readsSoFar();
      one.kept.nearby({ end: 'from_tail', tail: String(n), at: 0 });
      one.kept.audience({ call: `k-${n}` as CallKey });
      return one.readsSoFar() - before;
    };
    for (let n = 0; n < 10_000; n += 1) ask(n);
    expect([9999, 7000, 1000, 0].map(ask)).toEqual([0, 0, 2, 2]);
    one.db.close();
  });

  it('are forgotten when one number has many', () => {
    const one = opened();
    const asked = { end: 'from_tail', tail: '199001234', at: 0 } as const;
    one.kept.nearby(asked);
    played(one, [{ ...QUIET, fromTail: '199001234', times: 1000 }]);
    expect(one.kept.nearby(asked)).toEqual(one.journal.nearby(asked));
    expect(one.readsSoFar()).toBe(2);
    one.db.close();
  });
});
