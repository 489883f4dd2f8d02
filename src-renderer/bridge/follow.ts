import type { Bridge, PushChannel, Pushes } from '../../src-shared/ipc/contract.ts';

export interface Following {
  readonly stop: () => void;
  /** Main has answered, or could not: that is reported. Never rejects. */
  readonly answered: Promise<void>;
}

/** Passes on what main says of a state: what it answers when asked, and every push. A push that overtook the answer is newer. @param failed main did not answer, and has pushed nothing */
export function follow<C extends PushChannel>(
  bridge: Bridge,
  channel: C,
  ask: () => Promise<Pushes[C]>,
  accept: (state: Pushes[C]) => void,
  failed: () => void = () => undefined,
): Following {
  let pushed = false;
  const stop = bridge.on(channel, (state) => {
    pushed = true;
    accept(state);
  });
  const first = async () => {
    const state = await ask();
    if (!pushed) accept(state);
  };
  const notAnswered = (error: unknown) => {
    if (!pushed) failed();
    reportError(error);
  };
  return { stop, answered: first().catch(notAnswered) };
}
