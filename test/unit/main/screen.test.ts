import { describe, expect, test } from 'vitest';
import { foldCall } from '../../../src-shared/calls/fold.ts';
import { TELL_LATE_WITHIN_MS } from '../../../src-main/pop/judge.ts';
import type { ScreenEvent } from '../../../src-main/pop/screen.ts';
import { answer, completed, ring, SAM } from '../../fixtures/allo.ts';
import { at, colleague, done, mine, play, WINDOW_S } from './desk.ts';
import { CALL, callKey, receivedOf, isoAt, NOON } from './heard.ts';

describe('coming', () => {
  test('a fresh ring pops', () => {
    const desk = play();
    desk.hear(ring(at));
    expect(desk.keys()).toEqual([CALL]);
  });

  test('a ring as old as the window pops, one a millisecond older never does', () => {
    for (const [age, shown] of [
      [WINDOW_S * 1000, 1],
      [WINDOW_S * 1000 + 1, 0],
    ] as const) {
      const desk = play();
      desk.hear(ring({ started_at: isoAt(NOON - age) }), { ageMs: age });
      expect(desk.keys()).toHaveLength(shown);
    }
  });

  test('a late ring of a call that is answered already only adds its context', () => {
    const desk = play();
    desk.hear(answer(at));
    desk.hear(ring(at));
    expect(desk.keys()).toEqual([]);
  });

  test('what was on disk never pops again, nor does what was closed in an earlier run', () => {
    const desk = play({ at: NOON, calls: [CALL], rings: [], dismissed: [] });
    desk.hear(ring(at));
    expect(desk.keys()).toEqual([]);
    const closed = play({ at: NOON, calls: [], rings: [], dismissed: [CALL] });
    closed.hear(ring(at));
    expect(closed.keys()).toEqual([]);
  });

  test('a second ring of a call is an update, on screen or not', () => {
    const desk = play();
    desk.hear(ring(at), { id: 'a' });
    desk.hear(ring({ ...at, user_email: SAM }), { id: 'b' });
    expect(desk.keys()).toEqual([CALL]);
    desk.pass(60_000);
    desk.hear(ring({ ...at, user_email: 'third@ringside.example' }), { id: 'c' });
    expect(desk.keys()).toEqual([]);
  });

  test('a call that gets another key keeps its card', () => {
    const desk = play();
    desk.hear(ring(at));
    desk.step({ kind: 'pin', key: CALL, pinned: true });
    const to = foldCall(callKey('call-2'), [receivedOf(ring(at), 'moved', NOON)]);
    if (to === null) throw new Error('no call');
    desk.step({ kind: 'moved', from: CALL, to });
    expect(desk.keys()).toEqual([to.key]);
    expect(desk.screen.cards[0]?.pinned).toBe(true);
  });

  test('a call that is not kept any more has no card', () => {
    const desk = play();
    desk.hear(ring(at));
    desk.step({ kind: 'gone', calls: [CALL] });
    expect(desk.keys()).toEqual([]);
  });
});

describe('leaving', () => {
  test('without news a ring goes quiet when its window ends, and leaves 10 s later', () => {
    const desk = play();
    desk.hear(ring(at));
    desk.pass(WINDOW_S * 1000 + 9_000);
    expect(desk.screen.cards[0]?.mood).toBe('quiet');
    desk.pass(2_000);
    expect(desk.keys()).toEqual([]);
  });

  test.each<[string, ScreenEvent]>([
    ['pinned', { kind: 'pin', key: CALL, pinned: true }],
    ['touched', { kind: 'touch', key: CALL, touched: true }],
    ['claimed by me', { kind: 'claimed', key: CALL, claim: mine }],
  ])('a quiet card that is %s stays', (_, event) => {
    const desk = play();
    desk.hear(ring(at));
    desk.step(event);
    desk.pass(3_600_000);
    expect(desk.keys()).toEqual([CALL]);
  });

  test('a hand that leaves the card lets it go after its time, not at once', () => {
    const desk = play();
    desk.hear(ring(at));
    desk.step({ kind: 'touch', key: CALL, touched: true });
    desk.pass(600_000);
    desk.step({ kind: 'touch', key: CALL, touched: false });
    expect(desk.keys()).toEqual([CALL]);
    desk.pass(11_000);
    expect(desk.keys()).toEqual([]);
  });

  test('while a hand is on one card none moves away under it', () => {
    const desk = play();
    desk.hear(ring(at));
    desk.hear(ring({ ...at, from_number: '+33199002222' }), { call: callKey('call-2') });
    desk.step({ kind: 'touch', key: CALL, touched: true });
    desk.pass(600_000);
    expect(desk.keys()).toHaveLength(2);
    desk.step({ kind: 'letGo' });
    desk.pass(60_000);
    expect(desk.keys()).toEqual([]);
  });

  test('answered by me stays; answered by a colleague leaves after 5 s', () => {
    const desk = play();
    desk.hear(ring(at));
    desk.hear(answer(at));
    desk.pass(3_600_000);
    expect(desk.keys()).toEqual([CALL]);
    const other = play();
    other.hear(ring(at));
    other.hear(answer({ ...at, user_email: SAM }));
    other.pass(4_900);
    expect(other.keys()).toEqual([CALL]);
    other.pass(200);
    expect(other.keys()).toEqual([]);
  });

  test('claimed by a colleague leaves after 3 s, unless pinned', () => {
    for (const pinned of [false, true]) {
      const desk = play();
      desk.hear(ring(at));
      desk.step({ kind: 'pin', key: CALL, pinned });
      desk.step({ kind: 'claimed', key: CALL, claim: colleague });
      desk.pass(2_900);
      expect(desk.keys()).toEqual([CALL]);
      desk.pass(200);
      expect(desk.keys()).toEqual(pinned ? [CALL] : []);
    }
  });

  test('a call that a colleague gives back while it rings has its card again, and rings as before', () => {
    const desk = play();
    desk.hear(ring(at));
    const [card] = desk.screen.cards;
    if (card === undefined) throw new Error('no card');
    desk.step({ kind: 'claimed', key: CALL, claim: colleague });
    desk.step({ kind: 'released', call: card.call });
    expect(desk.screen.cards).toMatchObject([{ claim: null, mood: 'stays' }]);
    desk.step({ kind: 'claimed', key: CALL, claim: colleague });
    desk.pass(4_000);
    expect(desk.keys()).toEqual([]);
    desk.step({ kind: 'released', call: card.call });
    expect(desk.screen.cards).toMatchObject([{ claim: null, mood: 'stays' }]);
  });

  test('a call that is given back has no card when the agent had closed it, or when it rings no more', () => {
    for (const leave of [
      (desk: ReturnType<typeof play>) => desk.step({ kind: 'dismiss', key: CALL }),
      (desk: ReturnType<typeof play>) => desk.pass(WINDOW_S * 1000),
    ]) {
      const desk = play();
      desk.hear(ring(at));
      const [card] = desk.screen.cards;
      if (card === undefined) throw new Error('no card');
      desk.step({ kind: 'claimed', key: CALL, claim: colleague });
      desk.pass(4_000);
      leave(desk);
      desk.step({ kind: 'released', call: card.call });
      expect(desk.keys()).toEqual([]);
    }
  });

  test.each(['VOICEMAIL', 'BLOCKED', 'FAILED', 'MISSED'])(
    '%s stays 30 s and does not come back',
    (result) => {
      const desk = play();
      desk.hear(ring(at));
      desk.hear(completed({ ...done, result, summary: null }));
      desk.pass(29_900);
      expect(desk.keys()).toEqual([CALL]);
      desk.pass(200);
      expect(desk.keys()).toEqual([]);
      const later = play();
      later.hear(ring(at));
      later.pass(60_000);
      later.hear(completed({ ...done, result, summary: null }));
      expect(later.keys()).toEqual([]);
    },
  );

  test('a card from the history stays until it is closed', () => {
    const desk = play({ at: NOON, calls: [CALL], rings: [], dismissed: [CALL] });
    desk.hear(completed({ ...done, user_email: SAM }), { ageMs: 86_400_000 });
    const call = desk.call(CALL);
    if (call === null) throw new Error('no call');
    desk.step({ kind: 'show', call, claim: null });
    desk.pass(86_400_000);
    expect(desk.keys()).toEqual([CALL]);
    desk.step({ kind: 'dismiss', key: CALL });
    expect(desk.keys()).toEqual([]);
  });
});

describe('the completion', () => {
  test('fills the card, and stays until closed when I handled the call', () => {
    const desk = play();
    desk.hear(ring(at));
    desk.hear(completed(done));
    desk.pass(86_400_000);
    expect(desk.screen.cards.map((card) => card.call.summary)).toEqual([expect.stringContaining('pilot')]);
  });

  test('brings a card back that had left, when I handled the call', () => {
    const desk = play();
    desk.hear(ring(at));
    desk.pass(120_000);
    expect(desk.keys()).toEqual([]);
    desk.hear(completed(done));
    expect(desk.keys()).toEqual([CALL]);
  });

  test.each<[string, Record<string, unknown>, number]>([
    ['a colleague handled it', { user_email: SAM }, 0],
    ['nobody is named', { user_email: null }, 0],
    ['it is older than an hour', {}, TELL_LATE_WITHIN_MS + 1],
  ])('does not bring it back when %s', (_, data, ageMs) => {
    const desk = play();
    desk.hear(ring(at));
    desk.pass(120_000);
    desk.hear(completed({ ...done, ...data }), { ageMs });
    expect(desk.keys()).toEqual([]);
  });

  test('shows my own call whose ring came too late, but not when it is only replayed', () => {
    const desk = play();
    desk.hear(completed(done));
    expect(desk.keys()).toEqual([CALL]);
    const replay = play();
    replay.replaying(true);
    replay.hear(completed(done));
    expect(replay.keys()).toEqual([]);
  });
});
