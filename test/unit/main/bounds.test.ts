import { afterEach, beforeEach, expect, test } from 'vitest';
import type { WebhookId } from '../../../src-shared/brand.ts';
import { emptyScreen, nextScreen } from '../../../src-main/pop/screen.ts';
import { openSettledRings } from '../../../src-main/pop/settled-rings.ts';
import { DEFAULT_PREFERENCES } from '../../../src-shared/preferences/preferences.ts';
import { foldCall } from '../../../src-shared/calls/fold.ts';
import { createTalks } from '../../../src-main/pop/talks.ts';
import { createWaiting, MOST_WAITING } from '../../../src-main/pop/waiting.ts';
import { answer, completed, dial, NORA, ring, SAM } from '../../fixtures/allo.ts';
import { play } from './desk.ts';
import { CALL, callKey, receivedOf, isoAt, NOON, notedLog } from './heard.ts';
import { stageFolder } from './staged.ts';

const EVENTS = 50_000;

let place: Awaited<ReturnType<typeof stageFolder>>;
beforeEach(async () => void (place = await stageFolder()));
afterEach(() => place.remove());

/** Sizes after each tenth of the events. */
function sizes(size: () => number, event: (n: number) => void): number[] {
  return Array.from({ length: 10 }, (_, tenth) => {
    for (let n = 0; n < EVENTS / 10; n += 1) event((tenth * EVENTS) / 10 + n);
    return size();
  });
}

test('what is known of cards levels off: 50,000 calls at thirty a second', () => {
  let screen = emptyScreen({ at: NOON, calls: [], rings: [], dismissed: [] });
  const call = foldCall(CALL, [receivedOf(ring({ started_at: isoAt(NOON) }), 'msg', NOON)]);
  if (call === null) throw new Error('no call');
  let shown = 0;
  const known = sizes(
    () => screen.popped.size + screen.poppedRings.size + screen.dismissed.size,
    (n) => {
      const key = callKey(`call-${n}`);
      const now = NOON + n * 33;
      const context = { now, me: NORA, ringWindowS: 45, live: true, gates: DEFAULT_PREFERENCES, away: false };
      const received = {
        webhookId: `msg_${n}` as WebhookId,
        ageMs: 0,
        event: { topic: 'call.received' as const },
      };
      screen = nextScreen(
        screen,
        { kind: 'received', received, call: { ...call, key, startedAt: now, rangAt: now } },
        context,
      );
      // Asking `expect` each time takes longer than what is looked at.
      shown += screen.cards.length;
      screen = nextScreen(screen, { kind: 'dismiss', key }, context);
    },
  );
  expect(Math.max(...known)).toBeLessThanOrEqual(3 * 20_256);
  expect(known.at(-1)).toBeLessThanOrEqual((known[4] ?? 0) + 3 * 256);
  expect(shown).toBe(EVENTS);
  expect(screen.cards).toEqual([]);
}, 60_000);

test('what waits for the end of a replay levels off, holds no body, and what cannot bring a card goes first', () => {
  const waiting = createWaiting();
  let told = 0;
  const old = [ring(), answer()].map((body) => receivedOf(body, 'msg_old', NOON, 3_600_000));
  const fresh = receivedOf(ring(), 'msg_fresh', NOON);
  for (let n = 0; n < EVENTS; n += 1) {
    const received = n === 10 ? fresh : (old[n % 2] ?? fresh);
    told += waiting.add({ kind: 'received', call: callKey(`call-${n}`), received }).length;
  }
  const left = waiting.take();
  expect(left.length).toBeLessThanOrEqual(MOST_WAITING);
  expect(told + left.length).toBe(EVENTS);
  expect(left[0]).toEqual({
    kind: 'received',
    call: 'call-10',
    received: { webhookId: 'msg_fresh', ageMs: 0, event: { topic: 'call.received' } },
  });
  expect(waiting.take()).toEqual([]);
});

test('of a flood of fresh rings in a replay the oldest are told early, and none is lost', () => {
  const waiting = createWaiting();
  const received = receivedOf(ring(), 'msg', NOON);
  const over = Array.from({ length: EVENTS }, (_, n) =>
    waiting.add({ kind: 'received', call: callKey(`call-${n}`), received }),
  ).flat();
  expect(over.map(({ call }) => call)).toEqual(
    Array.from({ length: EVENTS - MOST_WAITING }, (_, n) => `call-${n}`),
  );
});

test('the rings that are settled level off, in memory and on disk, and what is old counts without a name', async () => {
  const path = `${place.folder}/settled-rings.json`;
  const settled = openSettledRings(path, notedLog(), NOON);
  const named = sizes(
    () => settled.ids().length,
    (n) => settled.settle([`msg_${n}` as WebhookId], NOON + n * 100),
  );
  expect(Math.max(...named)).toBeLessThanOrEqual(2_000);
  const now = NOON + EVENTS * 100;
  await settled.settled();
  const again = openSettledRings(path, notedLog(), now);
  expect(again.ids()).toEqual(settled.ids());
  expect(again.has(`msg_${EVENTS - 1}` as WebhookId)).toBe(true);
  expect(again.before).toBe(settled.before);
  expect(again.before).toBeGreaterThanOrEqual(now - 15 * 60_000);
}, 60_000);

test('the calls that may go on level off, and the one that is spoken in stays', () => {
  const talks = createTalks([]);
  const call = (n: number, body: Parameters<typeof receivedOf>[0]) => {
    const desk = play();
    desk.hear(body, { call: callKey(`call-${n}`) });
    return desk.call(callKey(`call-${n}`));
  };
  const open = call(0, answer({ started_at: isoAt(NOON), user_email: NORA }));
  const others = [ring(), dial({ user_email: SAM }), completed()].map((body, n) => call(n, body));
  for (let n = 1; n < EVENTS; n += 1) {
    const other = others[n % 3];
    if (other !== null && other !== undefined) talks.update({ ...other, key: callKey(`call-${n}`) });
    if (n === EVENTS - 100 && open !== null) talks.update({ ...open, handledBy: NORA });
  }
  expect(talks.size).toBeLessThanOrEqual(1_000);
  expect(talks.now(NORA, NOON + 1_000, 45)).toBe(true);
});
