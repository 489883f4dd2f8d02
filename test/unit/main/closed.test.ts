import fc from 'fast-check';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { UNDO_MS } from '../../../src-main/pop/closed.ts';
import { settledRings } from '../../../src-main/pop/screen.ts';
import { soundFor } from '../../../src-main/pop/sound.ts';
import { requestSchemas } from '../../../src-shared/ipc/contract.ts';
import { CLOSED_AT_MOST } from '../../../src-shared/ipc/pop.ts';
import { DEFAULT_PREFERENCES } from '../../../src-shared/preferences/preferences.ts';
import { answer, completed, NORA, ring } from '../../fixtures/allo.ts';
import { at, done, play, WINDOW_S, type Desk } from './desk.ts';
import { CALL, callKey, NOON } from './heard.ts';

const OTHER = callKey('call-2');
const THIRD = callKey('call-3');
const rung = (desk: Desk, call = CALL, from_number = '+33199001234') =>
  desk.hear(ring({ ...at, from_number }), { call });
const closed = (desk: Desk) => desk.screen.closed.map(({ card }) => card.call.key);

test('a closed card can be had back for five seconds, and is gone then', () => {
  const desk = play();
  rung(desk);
  desk.step({ kind: 'dismiss', key: CALL });
  expect([desk.keys(), closed(desk)]).toEqual([[], [CALL]]);
  desk.pass(UNDO_MS - 1);
  expect(closed(desk)).toEqual([CALL]);
  desk.pass(1);
  expect(closed(desk)).toEqual([]);
  desk.step({ kind: 'reopen', key: CALL });
  expect(desk.keys()).toEqual([]);
});

test('it comes back where it was, pinned and claimed as it was', () => {
  const desk = play();
  rung(desk, CALL);
  desk.pass(10);
  rung(desk, OTHER, '+33199001235');
  desk.pass(10);
  rung(desk, THIRD, '+33199001236');
  desk.step({ kind: 'pin', key: OTHER, pinned: true });
  desk.step({ kind: 'dismiss', key: OTHER });
  expect(desk.keys()).toEqual([THIRD, CALL]);
  desk.step({ kind: 'reopen', key: OTHER });
  expect(desk.keys()).toEqual([THIRD, OTHER, CALL]);
  expect(desk.screen.cards[1]).toMatchObject({ pinned: true, touched: false });
});

test('what happens to the call meanwhile is on the card that comes back', () => {
  const desk = play();
  rung(desk);
  desk.hear(answer({ ...at, user_email: NORA }));
  desk.step({ kind: 'dismiss', key: CALL });
  desk.hear(completed({ ...done, user_email: NORA, summary: 'Wants a quote.' }));
  expect(desk.keys()).toEqual([]);
  desk.step({ kind: 'reopen', key: CALL });
  expect(desk.screen.cards[0]?.call.summary).toBe('Wants a quote.');
});

test('a card that was about to leave by itself stays its time once it is back', () => {
  const desk = play();
  rung(desk);
  desk.pass(WINDOW_S * 1000 + 9_000);
  desk.step({ kind: 'dismiss', key: CALL });
  desk.pass(4_000);
  desk.step({ kind: 'reopen', key: CALL });
  desk.pass(9_000);
  expect(desk.keys()).toEqual([CALL]);
  desk.pass(2_000);
  expect(desk.keys()).toEqual([]);
});

test('a closed card of a ring makes no sound, and its ring is seen through', () => {
  const desk = play();
  rung(desk);
  const before = desk.screen;
  const dismiss = { kind: 'dismiss', key: CALL } as const;
  desk.step(dismiss);
  expect(settledRings(before, dismiss, desk.screen)).toEqual(before.cards.flatMap(({ rings }) => rings));
  const context = {
    now: NOON,
    me: NORA,
    ringWindowS: WINDOW_S,
    live: true,
    gates: DEFAULT_PREFERENCES,
    away: false,
  };
  const chime = { sound: 'chime', volume: 1 } as const;
  expect(soundFor(before.cards, false, chime, context)).not.toBeNull();
  expect(soundFor(desk.screen.cards, false, chime, context)).toBeNull();
});

test('a hand on another card does not keep it, and it keeps no card', () => {
  const desk = play();
  rung(desk, CALL);
  rung(desk, OTHER, '+33199001235');
  desk.step({ kind: 'touch', key: OTHER, touched: true });
  desk.step({ kind: 'touch', key: CALL, touched: true });
  desk.step({ kind: 'dismiss', key: CALL });
  desk.pass(UNDO_MS);
  expect(closed(desk)).toEqual([]);
  desk.step({ kind: 'touch', key: OTHER, touched: false });
  desk.pass((WINDOW_S + 11) * 1000);
  expect(desk.keys()).toEqual([]);
});

test('the call is not kept any more: nothing is left to have back', () => {
  const desk = play();
  rung(desk);
  desk.step({ kind: 'dismiss', key: CALL });
  desk.step({ kind: 'gone', calls: [CALL] });
  expect(closed(desk)).toEqual([]);
});

test('for every run of closes and undos each call is at most at one place, and closed means dismissed', () => {
  const key = fc.constantFrom(CALL, OTHER, THIRD);
  const numbers = new Map([CALL, OTHER, THIRD].map((call, n) => [call, `+3319900123${n}`]));
  const action = fc.oneof(
    key.map((call) => (desk: Desk) => rung(desk, call, numbers.get(call))),
    key.map((call) => (desk: Desk) => desk.step({ kind: 'dismiss', key: call })),
    key.map((call) => (desk: Desk) => desk.step({ kind: 'reopen', key: call })),
    fc.nat({ max: 8_000 }).map((ms) => (desk: Desk) => desk.pass(ms)),
    fc.tuple(key, key).map(([from, to]) => (desk: Desk) => {
      const call = desk.call(to);
      if (call !== null && from !== to) desk.step({ kind: 'moved', from, to: call });
    }),
  );
  fc.assert(
    fc.property(fc.array(action, { maxLength: 30 }), (actions) => {
      const desk = play();
      for (const act of actions) {
        act(desk);
        const all = [...desk.keys(), ...closed(desk)];
        expect(new Set(all).size).toBe(all.length);
        for (const one of closed(desk)) expect(desk.screen.dismissed.has(one)).toBe(true);
        for (const one of desk.keys()) expect(desk.screen.dismissed.has(one)).toBe(false);
      }
    }),
  );
});

test('two closed cards of what is one call after all are one to have back', () => {
  const desk = play();
  rung(desk, CALL);
  desk.pass(10);
  rung(desk, OTHER, '+33199001235');
  desk.step({ kind: 'dismiss', key: CALL });
  desk.step({ kind: 'dismiss', key: OTHER });
  const to = desk.call(OTHER);
  if (to === null) throw new Error('no call');
  desk.step({ kind: 'moved', from: CALL, to });
  expect(closed(desk)).toEqual([OTHER]);
  desk.step({ kind: 'reopen', key: OTHER });
  expect([desk.keys(), closed(desk)]).toEqual([[OTHER], []]);
});

test('a card in sight stays when a closed one turns out to be of the same call', () => {
  const desk = play();
  rung(desk, CALL);
  desk.pass(10);
  rung(desk, OTHER, '+33199001235');
  desk.step({ kind: 'dismiss', key: CALL });
  const to = desk.call(OTHER);
  if (to === null) throw new Error('no call');
  desk.step({ kind: 'moved', from: CALL, to });
  expect([desk.keys(), closed(desk)]).toEqual([[OTHER], []]);
});

test('a hand that closes thirty cards in a row can have the newest back, and their places fit what main takes', () => {
  const desk = play();
  for (let n = 0; n < 30; n += 1) {
    const call = callKey(`call-${n}`);
    rung(desk, call, `+3319900${2000 + n}`);
    desk.step({ kind: 'dismiss', key: call });
  }
  expect(closed(desk)).toHaveLength(CLOSED_AT_MOST);
  expect(closed(desk).at(-1)).toBe('call-29');
  const place = { x: 0, y: 0, width: 380, height: 40 };
  const cards = Array.from({ length: CLOSED_AT_MOST + 5 }, () => place);
  expect(v.is(requestSchemas['pop:layout'], { revision: 1, height: 900, cards })).toBe(true);
});
