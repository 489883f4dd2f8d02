import { afterEach, expect, it, vi } from 'vitest';
import { closingOrder } from '../../../../src-relay/assembly/closing.ts';
import { followElsewhere } from '../../../../src-relay/assembly/elsewhere.ts';
import type { Opening } from '../../../../src-relay/assembly/opening.ts';
import type { ElsewhereNews } from '../../../../src-relay/journal/shared.ts';

afterEach(() => void vi.useRealTimers());

type Opened = Parameters<typeof followElsewhere>[1];

/** Follows a store whose looks take as long as the test wants; `looks` says how far back claims were looked for. */
function followed() {
  vi.useFakeTimers({ now: 1_000_000 });
  const closing = closingOrder((error) => {
    throw error;
  });
  const looks: ('back' | 'further back')[] = [];
  const waiting: (() => void)[] = [];
  let tell: (news: ElsewhereNews) => void = () => undefined;
  const opened = {
    changes: {
      directoryEveryMs: 1_000_000,
      healEveryMs: 1000,
      healed: () => undefined,
      claimsChanged: (isFurtherBack: boolean) => {
        looks.push(isFurtherBack ? 'further back' : 'back');
        return Promise.resolve([]);
      },
      onNews: (listener: typeof tell) => {
        tell = listener;
        return () => undefined;
      },
    },
    reader: { directoryVersion: () => Promise.resolve(1) },
    hub: {
      heal: () => new Promise((resolve) => waiting.push(() => resolve({ events: 0, claims: 0 }))),
    },
    directorySeen: 1,
    recordsMayBeMissed: () => undefined,
  } as unknown as Opened;
  followElsewhere(
    { closing, parts: { now: Date.now }, trouble: console.error } as unknown as Opening,
    opened,
  );
  const answer = async (): Promise<void> => {
    waiting.shift()?.();
    await vi.advanceTimersByTimeAsync(0);
  };
  return { looks, answer, lookAgain: () => tell({ kind: 'lookAgain' }), close: closing.run };
}

it('news that may have been missed while a look was under way is looked for by the next one, further back', async () => {
  const store = followed();
  await vi.advanceTimersByTimeAsync(1000);
  store.lookAgain();
  await store.answer();
  await vi.advanceTimersByTimeAsync(1000);
  await store.answer();
  await vi.advanceTimersByTimeAsync(1000);
  expect(store.looks).toEqual(['back', 'further back', 'back']);
  await store.close();
});
