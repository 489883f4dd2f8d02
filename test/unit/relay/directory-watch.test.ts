import { afterEach, expect, it, vi } from 'vitest';
import { watchDirectory } from '../../../src-relay/journal/directory-watch.ts';

afterEach(() => void vi.useRealTimers());

function watched(versions: { now: number }, first: number, changed: () => void) {
  vi.useFakeTimers();
  const troubles: unknown[] = [];
  const stop = watchDirectory(
    { directoryVersion: () => versions.now },
    first,
    10,
    (error) => troubles.push(error),
    changed,
  );
  return { troubles, stop };
}

it('a change between reading the agents and watching them is taken up', () => {
  let taken = 0;
  const { stop } = watched({ now: 8 }, 7, () => (taken += 1));
  vi.advanceTimersByTime(10);
  expect(taken).toBe(1);
  vi.advanceTimersByTime(50);
  expect(taken).toBe(1);
  stop();
});

it('a change that could not be taken up is taken up at the next look', () => {
  let tries = 0;
  const versions = { now: 1 };
  const { troubles, stop } = watched(versions, 1, () => {
    tries += 1;
    if (tries === 1) throw new Error('busy');
  });
  versions.now = 2;
  vi.advanceTimersByTime(40);
  expect(tries).toBe(2);
  expect(troubles).toHaveLength(1);
  stop();
});

it('a change that comes while another is being taken up is taken up after it', () => {
  const versions = { now: 2 };
  let tries = 0;
  const { stop } = watched(versions, 1, () => {
    tries += 1;
    if (tries === 1) versions.now = 3;
  });
  vi.advanceTimersByTime(50);
  expect(tries).toBe(2);
  stop();
});
