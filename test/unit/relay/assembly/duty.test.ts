import { expect, test } from 'vitest';
import { whenTaken } from '../../../../src-relay/assembly/duty.ts';
import type { Duty } from '../../../../src-relay/journal/shared.ts';

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
