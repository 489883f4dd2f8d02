import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { watchForWake } from '../../../src-main/connection/wake.ts';

let power: EventEmitter;
let woken: string[];
let world: { online: boolean; addresses: string; ahead: number };
let stop: () => void;

beforeEach(() => {
  vi.useFakeTimers();
  power = new EventEmitter();
  woken = [];
  world = { online: true, addresses: '192.0.2.7', ahead: 0 };
  stop = watchForWake({
    power,
    isOnline: () => world.online,
    interfaces: () => world.addresses,
    now: () => Date.now() + world.ahead,
    onWake: (why) => woken.push(why),
  });
});
afterEach(() => {
  stop();
  vi.useRealTimers();
});

test.each([
  ['resume', 'resume'],
  ['unlock-screen', 'unlock'],
])('%s wakes at once', (event, why) => {
  power.emit(event);
  expect(woken).toEqual([why]);
});

test('a quiet hour wakes nobody', () => {
  vi.advanceTimersByTime(3_600_000);
  expect(woken).toEqual([]);
});

test.each([6_000, 8 * 3_600_000, -6_000])('a clock that jumps by %i ms wakes', (ms) => {
  world.ahead = ms;
  vi.advanceTimersByTime(5_000);
  expect(woken).toEqual(['clock jump']);
  vi.advanceTimersByTime(60_000);
  expect(woken).toHaveLength(1);
});

test('another network wakes, and so does the return of the network; its loss does not', () => {
  world.addresses = '198.51.100.9';
  vi.advanceTimersByTime(5_000);
  world.online = false;
  vi.advanceTimersByTime(5_000);
  world.online = true;
  vi.advanceTimersByTime(5_000);
  expect(woken).toEqual(['network changed', 'online again']);
});

test('nothing is heard after the end', () => {
  stop();
  power.emit('resume');
  world.ahead = 1e6;
  vi.advanceTimersByTime(60_000);
  expect(woken).toEqual([]);
  expect(power.listenerCount('resume')).toBe(0);
});
