import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CallKey, Epoch } from '../../../../src-shared/brand.ts';
import { playSession, type Frame, type Played } from './played-session.ts';

const CALLS = ['call-1', 'call-2', 'call-3'] as [CallKey, CallKey, CallKey];
const BY = ['nora@ringside.example', 'sam@ringside.example', null];

/** What may happen in any order. What is told is told when `notify` comes, in the order in which it was written. */
type Happening =
  | { readonly do: 'commit' | 'notify' | 'look' | 'doubt' }
  | { readonly do: 'claim'; readonly call: CallKey; readonly by: string | null }
  | { readonly do: 'records'; readonly call: CallKey }
  | { readonly do: 'answer'; readonly which: number; readonly isStale: boolean };

const small = fc.nat({ max: 2 });
const call = fc.constantFrom(...CALLS);
const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom('commit' as const, 'notify' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('look' as const, 'doubt' as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('claim' as const), call, by: fc.constantFrom(...BY) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('records' as const), call }) },
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('answer' as const), which: small, isStale: fc.boolean() }),
  },
);

interface Seen {
  readonly played: Played;
  /** The last event that the session was told of, when it said `live`. */
  readonly toldAtLive: number | null;
}

/** What there is before, and how many reads are answered before anything else happens. */
interface Start {
  readonly events: number;
  readonly answered: number;
}

const start = fc.record({ events: fc.nat({ max: 4 }), answered: fc.nat({ max: 9 }) });

async function play(
  { events, answered }: Start,
  happenings: readonly Happening[],
  hangUpAt: number | null = null,
): Promise<Seen> {
  const played = playSession(['release', 'records']);
  const untold: { readonly seq: number | null; notify(): void }[] = [];
  let told = 0;
  let toldAtLive: number | null = null;

  /** Nothing is told between an answer and what the session makes of it, so this is what it knew. */
  const note = (): void => {
    if (toldAtLive === null && played.frames.some(({ type }) => type === 'live')) toldAtLive = told;
  };
  async function happen(one: Happening): Promise<void> {
    switch (one.do) {
      case 'commit':
        untold.push({ seq: played.kept.head + 1, ...played.commit() });
        return;
      case 'notify': {
        const next = untold.shift();
        told = next?.seq ?? told;
        next?.notify();
        await played.settle();
        return;
      }
      case 'look':
        return played.session.lookForMore();
      case 'doubt':
        return void played.session.reaches({ floor: 0, head: played.kept.head, epoch: played.kept.epoch });
      case 'claim':
        untold.push({ seq: null, ...played.claim(one.call, one.by) });
        return;
      case 'records':
        untold.push({ seq: null, ...played.records(one.call) });
        return;
      case 'answer':
        await played.answer(one.which, one.isStale);
    }
  }

  for (let i = 0; i < events; i += 1) played.commit();
  for (const [i, call] of CALLS.entries()) {
    played.claim(call, BY[i] ?? null);
    played.records(call);
  }
  played.resume(0);
  await played.settle();
  for (let i = 0; i < answered; i += 1) await played.answer(0, false);
  for (const [i, one] of happenings.entries()) {
    if (i === hangUpAt) played.hangUp();
    await happen(one);
    note();
  }
  // Everything that was written is told in the end, and every read is answered.
  while (untold.length > 0) await happen({ do: 'notify' });
  await played.settle();
  for (note(); played.waiting() > 0; note()) await played.answer(0, true);
  return { played, toldAtLive };
}

const seqsOf = (frames: readonly Frame[]): number[] =>
  frames.flatMap((frame) => (frame.type === 'event' ? [frame.seq] : []));

function lastWords(frames: readonly Frame[], types: readonly Frame['type'][]): Map<CallKey, Frame> {
  const about = frames.filter((frame) => types.includes(frame.type));
  return new Map(
    about.flatMap((frame) => ('call' in frame ? [[frame.call as CallKey, frame] as const] : [])),
  );
}

const runs = { numRuns: 300 };

describe('whatever comes while a session reads, and however long its reads take', () => {
  it('the app has every event once, in order, and `live` once everything it was told of was sent', () =>
    fc.assert(
      fc.asyncProperty(start, fc.array(happening, { maxLength: 25 }), async (from, all) => {
        const { played, toldAtLive } = await play(from, all);
        const { frames, kept } = played;
        expect(seqsOf(frames)).toEqual(Array.from({ length: kept.head }, (_, i) => i + 1));
        expect(frames[0]?.type).toBe('welcome');
        expect(frames.filter(({ type }) => type === 'live')).toHaveLength(1);
        const atLive = seqsOf(
          frames.slice(
            0,
            frames.findIndex(({ type }) => type === 'live'),
          ),
        );
        expect(atLive.length).toBeGreaterThanOrEqual(Math.max(from.events, toldAtLive ?? 0));
      }),
      runs,
    ));

  it('the last word on a claim and on records is the newest one', () =>
    fc.assert(
      fc.asyncProperty(start, fc.array(happening, { maxLength: 25 }), async (from, all) => {
        const { played } = await play(from, all);
        const { frames, kept } = played;
        const claims = lastWords(frames, ['claimed', 'released']);
        expect([...claims.keys()].sort()).toEqual([...kept.claims.keys()].sort());
        for (const [call, by] of kept.claims)
          expect(claims.get(call)).toMatchObject(by === null ? { type: 'released' } : { agent: by });
        const newest = new Map(CALLS.map((call) => [call, 1]));
        for (const one of all)
          if (one.do === 'records') newest.set(one.call, (newest.get(one.call) ?? 0) + 1);
        const records = lastWords(frames, ['records']);
        for (const [call, version] of newest)
          expect(records.get(call)).toMatchObject({ account: String(version) });
      }),
      runs,
    ));

  it('nothing is sent on a socket that was closed, and no event was sent out of order until then', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(happening, { minLength: 1, maxLength: 20 }),
        fc.nat({ max: 19 }),
        async (all, at) => {
          const { played } = await play({ events: 4, answered: 1 }, all, at % all.length);
          const { frames } = played;
          expect(seqsOf(frames)).toEqual(Array.from({ length: seqsOf(frames).length }, (_, i) => i + 1));
          const count = frames.length;
          played.session.reaches({ floor: 0, head: 99, epoch: played.kept.epoch });
          played.claim(CALLS[0], null).notify();
          played.commit().notify();
          await played.settle();
          expect(frames).toHaveLength(count);
          expect(played.waiting()).toBe(0);
        },
      ),
      runs,
    ));
});

describe('somebody was forgotten', () => {
  it('and the device is sent away at its next look, also when that came before its resume was answered', async () => {
    for (const early of [true, false]) {
      const played = playSession([]);
      played.commit();
      played.resume(0);
      await played.settle();
      if (!early) while (played.waiting() > 0) await played.answer(0, false);
      played.kept.epoch = 'epoch.1' as Epoch;
      played.session.reaches({ floor: 0, head: 1, epoch: played.kept.epoch });
      await played.settle();
      // The resume is answered with what was true when it was asked.
      while (played.waiting() > 0) await played.answer(0, early && played.frames.length === 0);
      expect(played.frames.at(-1)).toEqual({ type: 'closed', code: 1012 });
    }
  });
});
