import type { Duty } from '../journal/shared.ts';

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
