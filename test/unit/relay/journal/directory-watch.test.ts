import { afterEach, expect, it, vi } from 'vitest';
import { watchDirectory } from '../../../../src-relay/journal/directory-watch.ts';

afterEach(() => void vi.useRealTimers());

function watched(versions: { now: number }, first: number, changed: () => unknown) {
  vi.useFakeTimers();
  const troubles: unknown[] = [];
  const { stop } = watchDirectory(
    { directoryVersion: () => Promise.resolve(versions.now) },
    first,
    10,
    (error) => troubles.push(error),
    async () => void (await changed()),
  );
  return { troubles, stop };
}

it('a change between reading the agents and watching them is taken up', async () => {
  let taken = 0;
  const { stop } = watched({ now: 8 }, 7, () => (taken += 1));
  await vi.advanceTimersByTimeAsync(10);
  expect(taken).toBe(1);
  await vi.advanceTimersByTimeAsync(50);
  expect(taken).toBe(1);
  stop();
});

it('a change that could not be taken up is taken up at the next look', async () => {
  let tries = 0;
  const versions = { now: 1 };
  const { troubles, stop } = watched(versions, 1, () => {
    tries += 1;
    if (tries === 1) throw new Error('busy');
  });
  versions.now = 2;
  await vi.advanceTimersByTimeAsync(40);
  expect(tries).toBe(2);
  expect(troubles).toHaveLength(1);
  stop();
});

it('a change that comes while another is being taken up is taken up after it', async () => {
  const versions = { now: 2 };
  let [tries, atOnce] = [0, 0];
  const { stop } = watched(versions, 1, async () => {
    tries += 1;
    atOnce += 1;
    expect(atOnce).toBe(1);
    if (tries === 1) versions.now = 3;
    // Longer than until the next look.
    await new Promise((resolve) => setTimeout(resolve, 25));
    atOnce -= 1;
  });
  await vi.advanceTimersByTimeAsync(100);
  expect(tries).toBe(2);
  stop();
});
