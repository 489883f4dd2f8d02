import type { Duty, StoreChanges } from '../journal/shared.ts';
import { StoreFault } from '../sql/sql.ts';

/**
 * Has work done soon when it becomes this relay's: what looked before then, and found that it was not, looks again late.
 * @returns the unsubscribe
 */
export function whenTaken(duty: Duty, again: () => void): () => void {
  // What has its first turn with the start needs no other one.
  let isFirst = duty.isMine();
  return duty.onTaken(() => {
    if (!isFirst) again();
    isFirst = false;
  });
}

function nothing(): Promise<void> {
  return Promise.resolve();
}

/**
 * Does work once each time it becomes this relay's, the one before stopped. When the journal was away then, it is done once that
 * is back: the turn may come before the first read gets through.
 * @param work resolves with what stops it
 * @returns ends it, and waits for what is under way
 */
export function onceWhenTaken(
  duty: Duty,
  changes: Pick<StoreChanges, 'onNews'>,
  work: () => Promise<() => Promise<void>>,
  trouble: (error: unknown) => void,
): () => Promise<void> {
  let stop: Promise<() => Promise<void>> = Promise.resolve(nothing);
  let isOwed = false;

  async function next(last: typeof stop): typeof stop {
    await (
      await last
    )();
    isOwed = false;
    try {
      return await work();
    } catch (error) {
      isOwed = error instanceof StoreFault && error.kind === 'unavailable';
      if (!isOwed) trouble(error);
      return nothing;
    }
  }

  function begin(): void {
    const last = stop;
    stop = next(last);
  }

  const unsubscribes = [
    duty.onTaken(begin),
    changes.onNews(({ kind }) => {
      if (kind === 'lookAgain' && isOwed && duty.isMine()) begin();
    }),
  ];
  return async () => {
    for (const unsubscribe of unsubscribes) unsubscribe();
    await (
      await stop
    )();
  };
}
