import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { NEWS_COMES_WITHIN_MS } from '../../../src-shared/calls/freshness.ts';
import { watchPhases, type PhaseClock } from '../../../src-main/book/phase-clock.ts';
import { answer, completed, ring } from '../../fixtures/allo.ts';
import { useBooks } from './books.ts';
import { callKey, frameOf, isoAt, NOON, welcome } from './heard.ts';

const books = useBooks();
const SECOND = 1_000;
let now = NOON;
let ringWindowS = 45;
let clock: PhaseClock | undefined;

beforeEach(() => {
  now = NOON;
  ringWindowS = 45;
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(() => {
  vi.useRealTimers();
  clock?.close();
});

async function watching() {
  const book = await books.open({ now: () => now });
  book.receive(welcome());
  clock = watchPhases({ book, ringWindowS: () => ringWindowS, now: () => now });
  const turned: string[] = [];
  clock.onTurn((calls) => turned.push(...calls));
  let seq = 0;
  return {
    book,
    clock,
    turned,
    rings(key: string, ageMs = 0) {
      const body = ring({ started_at: isoAt(now - ageMs) });
      book.receive(frameOf(body, { seq: (seq += 1), call: callKey(key), id: `ring_${key}`, ageMs }));
    },
    hear(key: string, body: ReturnType<typeof ring>, id: string) {
      book.receive(frameOf(body, { seq: (seq += 1), call: callKey(key), id }));
    },
    pass(ms: number) {
      now += ms;
      vi.advanceTimersByTime(ms);
    },
  };
}

test('tells once when a ring goes quiet and once when it is missed, with one timer and none afterwards', async () => {
  const { rings, pass, turned } = await watching();
  rings('one');
  pass(10 * SECOND);
  rings('two');
  expect(vi.getTimerCount()).toBe(1);
  pass(35 * SECOND + 1);
  expect(turned).toEqual(['one']);
  pass(10 * SECOND);
  expect(turned).toEqual(['one', 'two']);
  pass(NEWS_COMES_WITHIN_MS);
  expect(turned).toEqual(['one', 'two', 'one', 'two']);
  expect(vi.getTimerCount()).toBe(0);
});

test('a call that has ended, or whose ring came too late, has nothing to wait for', async () => {
  const { rings, hear, turned, pass } = await watching();
  const start = isoAt(now);
  rings('ended');
  hear('ended', completed({ start_date: start }), 'the-end');
  rings('late', 60 * SECOND);
  expect(vi.getTimerCount()).toBe(0);
  pass(NEWS_COMES_WITHIN_MS);
  expect(turned).toEqual([]);
});

test('an event that goes to another call takes its time along', async () => {
  const { rings, hear, turned, pass } = await watching();
  const start = isoAt(now);
  rings('first');
  const picked = answer({ started_at: start });
  hear('first', picked, 'picked');
  pass(50 * SECOND);
  expect(turned).toEqual([]);
  hear('second', picked, 'picked');
  pass(NEWS_COMES_WITHIN_MS);
  expect(turned).toEqual(['first']);
});

test('tells what happened while the timers stood still, as in a sleep', async () => {
  const { rings, turned, clock: asleep } = await watching();
  rings('one');
  now += 2 * NEWS_COMES_WITHIN_MS;
  expect(turned).toEqual([]);
  asleep.look();
  expect(turned).toEqual(['one']);
  expect(vi.getTimerCount()).toBe(0);
});

test('follows another ring window', async () => {
  const { rings, turned, pass, clock: told } = await watching();
  rings('one');
  ringWindowS = 10;
  told.look();
  pass(11 * SECOND);
  expect(turned).toEqual(['one']);
});

test('after a restart it knows the calls of before that time still changes', async () => {
  const { book, rings } = await watching();
  rings('one');
  clock?.close();
  expect(vi.getTimerCount()).toBe(0);
  const turned: string[] = [];
  clock = watchPhases({ book, ringWindowS: () => ringWindowS, now: () => now });
  clock.onTurn((calls) => turned.push(...calls));
  await Promise.resolve();
  now += 46 * SECOND;
  vi.advanceTimersByTime(46 * SECOND);
  expect(turned).toEqual(['one']);
});

test('a clock that is closed while it reads keeps no timer', async () => {
  const { book, rings, clock: first } = await watching();
  rings('ring');
  first.close();
  const closed = watchPhases({ book, ringWindowS: () => 45, now: () => now });
  closed.close();
  await new Promise((resolve) => setImmediate(resolve));
  expect(vi.getTimerCount()).toBe(0);
});
