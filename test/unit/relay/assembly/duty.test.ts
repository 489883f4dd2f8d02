import { expect, test } from 'vitest';
import { onceWhenTaken, whenTaken } from '../../../../src-relay/assembly/duty.ts';
import type { Duty, ElsewhereNews } from '../../../../src-relay/journal/shared.ts';
import { StoreFault } from '../../../../src-relay/sql/sql.ts';

function duty(isMine: boolean): Duty & { take(): void } {
  const listeners = new Set<() => void>();
  return {
    isMine: () => isMine,
    onTaken: (listener) => {
      listeners.add(listener);
      if (isMine) listener();
      return () => void listeners.delete(listener);
    },
    take: () => {
      for (const listener of listeners) listener();
    },
  };
}

test.each([
  ['is this relay’s from the start', true, 0],
  ['is not', false, 1],
])('work that %s is done again each time it becomes this relay’s', (_, isMine, first) => {
  const all = duty(isMine);
  let times = 0;
  const stop = whenTaken(all, () => (times += 1));
  expect(times).toBe(0);
  if (!isMine) all.take();
  expect(times).toBe(first);
  all.take();
  expect(times).toBe(first + 1);
  stop();
  all.take();
  expect(times).toBe(first + 1);
});

test('work that the journal was away for is done once it is back, and work that failed otherwise is told of', async () => {
  const mine = duty(true);
  const heard: ((news: ElsewhereNews) => void)[] = [];
  const changes = {
    onNews: (listener: (news: ElsewhereNews) => void) => {
      heard.push(listener);
      return () => void heard.splice(heard.indexOf(listener), 1);
    },
  };
  const lookAgain = () => heard.forEach((listener) => listener({ kind: 'lookAgain' }));
  const outcomes: (Error | null)[] = [new StoreFault('unavailable', 'away'), null, new Error('broken')];
  const told: unknown[] = [];
  let [done, stopped] = [0, 0];
  const end = onceWhenTaken(
    mine,
    changes,
    async () => {
      const outcome = outcomes[done] ?? null;
      done += 1;
      await Promise.resolve();
      if (outcome !== null) throw outcome;
      return async () => void (stopped += 1);
    },
    (error) => told.push(error),
  );
  const times = async (count: number) => {
    await expect.poll(() => done).toBe(count);
    // Whatever was begun besides has had its turn.
    await new Promise((resolve) => setImmediate(resolve));
    expect(done).toBe(count);
  };
  await times(1);
  lookAgain();
  await times(2);
  lookAgain();
  await times(2);
  expect(told).toEqual([]);
  mine.take();
  await times(3);
  expect(stopped).toBe(1);
  expect(told).toEqual([outcomes[2]]);
  lookAgain();
  await times(3);
  await end();
  mine.take();
  await times(3);
  expect(heard).toEqual([]);
});
