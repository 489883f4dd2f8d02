import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  statusOf,
  stepUpdates,
  updatesAtStart,
  type Updates,
  type UpdatesEffect,
  type UpdatesEvent,
} from '../../../../src-main/updates/step.ts';

const MINUTE = 60_000;
const pace = { firstLook: 3 * MINUTE, everyLook: 240 * MINUTE };
const START = Date.parse('2026-11-29T09:00:00Z');
const release = { version: '0.2.0', notes: null };
const trouble = { why: 'unreachable', place: null } as const;

type Timed = readonly [minutes: number, event: UpdatesEvent];

/** Plays events at minutes after the start. */
function play(...events: readonly Timed[]): { state: Updates; effects: (UpdatesEffect | null)[] } {
  let state = updatesAtStart({ now: START, pace, spread: 0.5 });
  const effects: (UpdatesEffect | null)[] = [];
  for (const [minutes, event] of events) {
    const [next, effect] = stepUpdates(state, event, { now: START + minutes * MINUTE, pace, spread: 0.5 });
    state = next;
    effects.push(effect);
  }
  return { state, effects };
}

const time = (isCalm = true, mayRestart = false): UpdatesEvent => ({ kind: 'time', isCalm, mayRestart });
const found: UpdatesEvent = { kind: 'found', release };
const none: UpdatesEvent = { kind: 'nothing-newer', asOf: 0, version: '0.1.0' };
const READY: readonly Timed[] = [
  [3, time()],
  [3, found],
  [4, time()],
  [5, { kind: 'downloaded' }],
];
const kinds = (effects: readonly (UpdatesEffect | null)[]) => effects.map((effect) => effect?.kind ?? null);

test('looks a few minutes after the start and then every few hours, and not before', () => {
  const { effects } = play([2.9, time()], [3, time()], [3, none], [242, time()], [243, time()]);
  expect(kinds(effects)).toEqual([null, 'check', null, null, 'check']);
});

test('a failure is tried again sooner than a success, and later each time', () => {
  const waits: number[] = [];
  let state = updatesAtStart({ now: START, pace, spread: 0.5 });
  let now = START + 3 * MINUTE;
  for (let at = 0; at < 8; at += 1) {
    const context = { now, pace, spread: 0.5 };
    const [checking] = stepUpdates(state, time(), context);
    expect(checking.doing.kind).toBe('checking');
    [state] = stepUpdates(checking, { kind: 'failed', trouble }, context);
    waits.push((state.nextCheckAt - now) / MINUTE);
    now = state.nextCheckAt;
  }
  expect(waits).toEqual([15, 30, 60, 120, 240, 240, 240, 240]);
});

test('what is found waits for the calls to be over, unless the agent asks for it', () => {
  const busy = play([3, time()], [3, found], [4, time(false)], [5, time(false)], [6, time(true)]);
  expect(kinds(busy.effects)).toEqual(['check', null, null, null, 'download']);
  expect(statusOf(play([3, time()], [3, found]).state)).toEqual({ kind: 'available', version: '0.2.0' });
  expect(play([3, time()], [3, found], [4, { kind: 'check' }]).effects.at(-1)).toEqual({ kind: 'download' });
});

test('what lies ready is looked after too: a newer one takes its place, the same is not fetched again', () => {
  const same = play(...READY, [300, time()], [300, found], [301, time()]);
  expect(same.effects.slice(4)).toEqual([{ kind: 'check', byHand: false }, null, null]);
  expect(statusOf(same.state).kind).toBe('ready');
  const newer: UpdatesEvent = { kind: 'found', release: { version: '0.3.0', notes: 'x' } };
  const next = play(...READY, [300, time()], [300, newer], [301, time()]);
  expect(next.effects.at(-1)).toEqual({ kind: 'download' });
});

test('what was withdrawn or stopped since it came is not put in place any more; what is offered to fewer computers is', () => {
  const withdrawn = play(...READY, [300, time()], [300, none], [301, time(true, true)]);
  expect(withdrawn.state.ready).toBeNull();
  expect(withdrawn.effects.at(-1)).toBeNull();
  const stop: UpdatesEvent = { kind: 'nothing-newer', asOf: 0, version: null };
  expect(play(...READY, [300, time()], [300, stop]).state.ready).toBeNull();
  const staged: UpdatesEvent = { kind: 'nothing-newer', asOf: 0, version: release.version };
  const kept = play(...READY, [300, time()], [300, staged], [301, time(true, true)]);
  expect(kept.effects.at(-1)).toEqual({ kind: 'restart', byHand: false });
});

test('a restart that somebody came back for is only put off', () => {
  const restart = time(true, true);
  const { state, effects } = play(...READY, [6, restart], [6, { kind: 'put-off' }], [7, restart]);
  const byItself = { kind: 'restart', byHand: false };
  expect(effects.slice(4)).toEqual([byItself, null, byItself]);
  expect(statusOf(state).kind).toBe('restarting');
});

test('a clock that was put back a year does not keep looks away for a year', () => {
  const { effects } = play([3, time()], [3, none], [-365 * 24 * 60, time()]);
  expect(kinds(effects).at(-1)).toBe('check');
});

test('progress never goes back', () => {
  const percents = [10, 50, 3, 50.9, 200, -1].map((percent): Timed => [4, { kind: 'progress', percent }]);
  const seen = percents.map((_, at) =>
    statusOf(play(...READY.slice(0, 3), ...percents.slice(0, at + 1)).state),
  );
  expect(seen.map((status) => ('percent' in status ? status.percent : null))).toEqual([
    10, 50, 50, 50, 100, 100,
  ]);
});

describe('whatever happens, in any order', () => {
  const event = fc.oneof(
    fc.record({ kind: fc.constant('time' as const), isCalm: fc.boolean(), mayRestart: fc.boolean() }),
    fc.constantFrom<UpdatesEvent>(
      { kind: 'check' },
      { kind: 'restart' },
      none,
      { kind: 'downloaded' },
      { kind: 'failed', trouble },
      { kind: 'put-off' },
      { kind: 'progress', percent: 40 },
    ),
    fc
      .constantFrom('0.2.0', '0.3.0')
      .map((version): UpdatesEvent => ({ kind: 'found', release: { version, notes: null } })),
  );
  const events = fc.array(fc.tuple(event, fc.integer({ min: -60, max: 300 })), { maxLength: 60 });
  const spread = fc.double({ min: 0, max: 1, noNaN: true });

  interface Step {
    readonly before: Updates;
    readonly event: UpdatesEvent;
    readonly after: Updates;
    readonly effect: UpdatesEffect | null;
    readonly now: number;
  }

  /** Holds a law against every step of every walk. */
  function always(law: (step: Step) => void): void {
    fc.assert(
      fc.property(events, spread, (walk, spread) => {
        let now = START;
        let before = updatesAtStart({ now, pace, spread });
        for (const [event, minutes] of walk) {
          now += minutes * MINUTE;
          const [after, effect] = stepUpdates(before, event, { now, pace, spread });
          law({ before, event, after, effect, now });
          before = after;
        }
      }),
    );
  }

  test('the app restarts by itself only when nobody would notice, and only for what lies ready', () => {
    always(({ before, event, effect }) => {
      if (effect?.kind !== 'restart') return;
      expect(before.ready).not.toBeNull();
      const isUnnoticed = event.kind === 'time' && event.isCalm && event.mayRestart;
      expect(effect.byHand ? event.kind === 'restart' : isUnnoticed).toBe(true);
    });
  });

  test('nothing is fetched by itself during a call', () => {
    always(({ event, effect }) => {
      if (effect?.kind === 'download' && event.kind === 'time') expect(event.isCalm).toBe(true);
    });
  });

  test('what is being done is what was asked for, and an answer to nothing changes nothing', () => {
    always(({ before, event, after, effect }) => {
      const doing = { check: 'checking', download: 'downloading', restart: 'restarting' } as const;
      if (effect !== null) expect(after.doing.kind).toBe(doing[effect.kind]);
      const isAnswer = !['time', 'check', 'restart'].includes(event.kind);
      if (isAnswer && (before.doing.kind === 'nothing' || before.doing.kind === 'waiting'))
        expect(after).toBe(before);
    });
  });

  test('the next look is never further off than the slowest pace, nor is a failure hammered on', () => {
    always(({ event, after, effect, now }) => {
      if (effect?.kind === 'check') expect(after.nextCheckAt - now).toBeLessThanOrEqual(pace.everyLook * 1.1);
      if (event.kind === 'failed' && after.last.kind === 'failed' && after.last.at === now)
        expect(after.nextCheckAt - now).toBeGreaterThanOrEqual(13 * MINUTE);
    });
  });

  test('what lies ready stays ready until it restarts, or is found not to fit', () => {
    always(({ before, event, after }) => {
      if (before.ready !== null && after.ready === null)
        expect([event.kind, before.doing.kind]).toEqual(['failed', 'restarting']);
    });
  });
});
