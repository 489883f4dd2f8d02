import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { AgentEmail } from '../../../src-shared/brand.ts';
import { DEFAULT_POLICY } from '../../../src-shared/wire/policy.ts';
import { completed, contact, NORA, ring, SAM } from '../../fixtures/allo.ts';
import { callKey, frameOf, isoAt } from './heard.ts';
import { openStaged, stageFolder, type Staged } from './staged.ts';

let place: Awaited<ReturnType<typeof stageFolder>>;
let desk: Staged;

beforeEach(async () => {
  place = await stageFolder();
  desk = await openStaged(place.folder);
  desk.online();
});

afterEach(async () => {
  vi.useRealTimers();
  await desk.close();
  await place.remove();
});

function ringOf(n: number) {
  return frameOf(ring({ started_at: isoAt(Date.now()), from_number: `+3319900000${n}` }), {
    seq: n,
    call: callKey(`call-${n}`),
    id: `msg_${n}`,
  });
}

test('a frame is drawn before receive returns: nothing on the way waits for the disk', () => {
  desk.book.receive(ringOf(1));
  expect(desk.drawn).toHaveLength(1);
  expect(desk.drawn[0]).toMatchObject({ more: 0, cards: [{ phase: 'ringing' }] });
});

test('newest first, at most three, the rest counted', () => {
  for (const n of [1, 2, 3, 4, 5]) desk.book.receive(ringOf(n));
  expect(desk.stage.state.cards.map((card) => card.key)).toEqual(['call-5', 'call-4', 'call-3']);
  expect(desk.stage.state.more).toBe(2);
});

test('what changes nothing on screen is not drawn', () => {
  desk.book.receive(ringOf(1));
  desk.book.receive(ringOf(1));
  desk.stage.refresh();
  expect(desk.drawn).toHaveLength(1);
});

test('a contact that is told of renames the cards that stand there, at once, and brings none', () => {
  const unknown = { person: null, company: null, deals: null };
  desk.hear(ring({ ...unknown, started_at: isoAt(Date.now()) }), 'call-1');
  desk.hear(ring({ ...unknown, started_at: isoAt(Date.now()), from_number: '+33199000009' }), 'call-2');
  desk.hear(contact({ name: 'Anna' }), null);
  expect(desk.stage.state.cards.map(({ caller }) => [caller.name, caller.company, caller.isContact])).toEqual(
    [
      [null, null, false],
      ['Anna Lopez', 'Globex', true],
    ],
  );
  desk.stage.dismiss(callKey('call-1'));
  desk.hear(contact({ name: 'Ana' }), null, 0, 'msg_again');
  expect(desk.stage.state.cards.map(({ key }) => key)).toEqual(['call-2']);
});

test('the clock turns a ring quiet and takes the card away, without any event', () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  desk.book.receive(ringOf(1));
  vi.advanceTimersByTime(46_000);
  expect(desk.stage.state.cards.map((card) => card.phase)).toEqual(['quiet']);
  vi.advanceTimersByTime(10_000);
  expect(desk.stage.state.cards).toEqual([]);
  expect(vi.getTimerCount()).toBe(0);
});

test('a card that is closed stays closed in the book', () => {
  desk.book.receive(ringOf(1));
  desk.stage.dismiss(callKey('call-1'));
  expect(desk.stage.state.cards).toEqual([]);
  expect(desk.book.isDismissed(callKey('call-1'))).toBe(true);
});

test('a card that is had back is there as before, and closed no more', () => {
  desk.book.receive(ringOf(1));
  const [card] = desk.stage.state.cards;
  desk.stage.dismiss(callKey('call-1'));
  expect(desk.stage.state.closed).toEqual([{ key: 'call-1', who: expect.any(String), newer: 0 }]);
  expect(desk.stage.reopen(callKey('call-1'))).toBe(true);
  expect(desk.stage.state).toMatchObject({ cards: [card], closed: [] });
  expect(desk.book.isDismissed(callKey('call-1'))).toBe(false);
});

test('after five seconds nothing is left of a closed card, and it is too late', () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  desk.book.receive(ringOf(1));
  desk.stage.dismiss(callKey('call-1'));
  vi.advanceTimersByTime(5_001);
  expect(desk.stage.state.closed).toEqual([]);
  expect(vi.getTimerCount()).toBe(0);
  expect(desk.stage.reopen(callKey('call-1'))).toBe(false);
  expect(desk.book.isDismissed(callKey('call-1'))).toBe(true);
});

function overOf(n: number, seq: number) {
  const over = completed({ start_date: isoAt(Date.now()), from_number: `+3319900000${n}`, user_email: SAM });
  return frameOf(over, { seq, call: callKey(`call-${n}`), id: `msg_over_${n}` });
}

test('a replayed ring whose call was over by the end of the replay never pops', () => {
  desk.offline();
  desk.book.receive(ringOf(1));
  desk.book.receive(overOf(1, 2));
  desk.online();
  expect(desk.drawn.flatMap((state) => state.cards)).toEqual([]);
});

test('a replayed ring that still rings pops as soon as the replay is over, once', () => {
  desk.offline();
  desk.book.receive(ringOf(1));
  expect(desk.drawn).toEqual([]);
  desk.online();
  desk.stage.refresh();
  expect(desk.drawn).toMatchObject([{ cards: [{ key: 'call-1', phase: 'ringing' }] }]);
});

test('a claim that was replayed is on the card', () => {
  desk.offline();
  desk.book.receive(ringOf(1));
  desk.book.receive({ type: 'claimed', call: callKey('call-1'), agent: SAM as AgentEmail, name: 'Sam' });
  desk.online();
  expect(desk.stage.state.cards).toMatchObject([{ claim: { mine: false, who: 'Sam' } }]);
});

test('an agent whom Allo knows by another address is no colleague', () => {
  const alias = 'nora.allo@ringside.example';
  const agents = [{ email: NORA, name: null, aliases: [alias] }];
  desk.appState.receive({ type: 'policy', policy: { ...DEFAULT_POLICY, agents } });
  desk.book.receive(ringOf(1));
  const over = completed({ start_date: isoAt(Date.now()), from_number: '+33199000001', user_email: alias });
  desk.book.receive(frameOf(over, { seq: 2, call: callKey('call-1'), id: 'msg_over' }));
  expect(desk.stage.state.cards).toMatchObject([{ phase: 'completed', handledBy: null }]);
});

test('a call from before what is held back gets no card by itself, whatever is heard of it; the agent can ask for it', async () => {
  await desk.close();
  desk = await openStaged(place.folder, Date.now());
  desk.online();
  desk.hear(ring({ started_at: isoAt(Date.now() - 5_000) }), 'old', 5_000);
  expect(desk.stage.state.cards).toEqual([]);
  desk.hear(ring({ started_at: isoAt(Date.now() + 5), from_number: '+33199000009' }), 'new');
  desk.hear(completed({ start_date: isoAt(Date.now() - 5_000), user_email: NORA, id: 'cll_old' }), 'old');
  expect(desk.stage.state.cards.map(({ key }) => key)).toEqual(['new']);
  expect(desk.verdicts()).toEqual(['old: held-back', 'new: popped', 'old: held-back']);
  desk.stage.show(callKey('old'));
  expect(desk.stage.state.cards.map(({ key }) => key)).toContain('old');
});
