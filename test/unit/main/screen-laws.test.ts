import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CallKey } from '../../../src-shared/brand.ts';
import { answer, completed, ring, SAM, type AlloBody } from '../../fixtures/allo.ts';
import { drawnOf, MAX_CARDS } from '../../../src-main/pop/drawn.ts';
import { isHeld } from '../../../src-main/pop/on-screen.ts';
import { at, colleague, done, mine, play, WINDOW_S, type Desk } from './desk.ts';
import { CALL, callKey, isoAt, NOON } from './heard.ts';

const PINNED = callKey('call-p');

describe('for every run of events', () => {
  const keys = ['call-1', 'call-2', 'call-3', 'call-4', 'call-5'].map(callKey);
  const key = fc.constantFrom(...keys);
  const body = fc.constantFrom<(call: CallKey) => AlloBody>(
    (call) => ring({ ...at, from_number: numberOf(call) }),
    (call) => answer({ ...at, from_number: numberOf(call) }),
    (call) => answer({ ...at, from_number: numberOf(call), user_email: SAM }),
    (call) => completed({ ...done, from_number: numberOf(call), id: `cll_${call}` }),
    (call) => completed({ ...done, from_number: numberOf(call), id: `cll_${call}`, result: 'VOICEMAIL' }),
  );
  const action = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.tuple(key, body, fc.nat({ max: 60_000 })).map(
        ([call, make, ageMs]) =>
          (desk: Desk) =>
            desk.hear(make(call), { call, ageMs }),
      ),
    },
    key.map((call) => (desk: Desk) => desk.step({ kind: 'dismiss', key: call })),
    fc.tuple(key, fc.boolean()).map(
      ([call, touched]) =>
        (desk: Desk) =>
          desk.step({ kind: 'touch', key: call, touched }),
    ),
    fc.tuple(key, fc.boolean()).map(
      ([call, pinned]) =>
        (desk: Desk) =>
          desk.step({ kind: 'pin', key: call, pinned }),
    ),
    fc.tuple(key, fc.constantFrom(mine, colleague)).map(
      ([call, claim]) =>
        (desk: Desk) =>
          desk.step({ kind: 'claimed', key: call, claim }),
    ),
    fc.nat({ max: 90_000 }).map((ms) => (desk: Desk) => desk.pass(ms)),
  );

  test('no call has two cards, and a closed one never returns by itself', () => {
    fc.assert(
      fc.property(fc.array(action, { maxLength: 40 }), (actions) => {
        const desk = play();
        for (const act of actions) {
          act(desk);
          const shown = desk.keys();
          expect(new Set(shown).size).toBe(shown.length);
          for (const closed of desk.screen.dismissed) expect(shown).not.toContain(closed);
        }
      }),
    );
  });

  test('at most three are drawn: every held card and the newest of the others, in the order they came', () => {
    fc.assert(
      fc.property(fc.array(action, { maxLength: 40 }), (actions) => {
        const desk = play();
        for (const act of actions) {
          act(desk);
          const { cards } = desk.screen;
          const drawn = drawnOf(cards);
          expect(drawn.length).toBe(Math.min(MAX_CARDS, cards.length));
          expect(drawn).toEqual(cards.filter((card) => drawn.includes(card)));
          for (const held of cards.filter(isHeld)) expect(drawn).toContain(held);
          const waiting = cards.filter((card) => !drawn.includes(card));
          const free = drawn.filter((card) => !isHeld(card));
          for (const card of waiting)
            for (const shown of free) expect(cards.indexOf(shown)).toBeLessThan(cards.indexOf(card));
        }
      }),
    );
  });

  test('a pinned card is drawn until it is let go, closed, or its call is gone', () => {
    fc.assert(
      fc.property(fc.array(action, { maxLength: 40 }), (actions) => {
        const desk = play();
        desk.hear(ring({ ...at, from_number: '+33199007777' }), { call: PINNED });
        desk.step({ kind: 'pin', key: PINNED, pinned: true });
        for (const act of actions) {
          act(desk);
          expect(drawnOf(desk.screen.cards).map((card) => card.call.key)).toContain(PINNED);
        }
      }),
    );
  });

  test('a stale ring never brings a card', () => {
    fc.assert(
      fc.property(fc.integer({ min: WINDOW_S * 1000 + 1, max: 1e9 }), fc.boolean(), (ageMs, replayed) => {
        const desk = play();
        desk.replaying(replayed);
        desk.hear(ring({ started_at: isoAt(NOON - ageMs) }), { ageMs });
        expect(desk.keys()).toEqual([]);
      }),
    );
  });

  test('once a call rings, the order of what follows does not change what is finally shown', () => {
    const follow = fc.uniqueArray(body, { maxLength: 4 });
    fc.assert(
      fc.property(
        follow.chain((bodies) =>
          fc.tuple(fc.shuffledSubarray(bodies, { minLength: bodies.length }), fc.constant(bodies)),
        ),
        (orders) => {
          const shown = orders.map((order) => {
            const desk = play();
            desk.hear(ring(at), { id: 'first' });
            for (const make of order) desk.hear(make(CALL), { id: String(orders[1].indexOf(make)) });
            desk.pass(3_600_000);
            return desk.screen.cards.map((card) => [card.call, card.mood]);
          });
          expect(shown[0]).toEqual(shown[1]);
        },
      ),
    );
  });

  test('after the last event every deadline comes, and in the end only what stays is there', () => {
    fc.assert(
      fc.property(fc.array(action, { maxLength: 30 }), (actions) => {
        const desk = play();
        for (const act of actions) act(desk);
        desk.step({ kind: 'letGo' });
        desk.pass(86_400_000);
        for (const card of desk.screen.cards) expect(card.pinned || card.mood === 'stays').toBe(true);
      }),
    );
  });
});

function numberOf(call: CallKey): string {
  return `+3319900${call.slice(-1).repeat(4)}`;
}
