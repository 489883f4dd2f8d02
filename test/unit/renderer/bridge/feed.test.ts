import { describe, expect, test } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { feedHome, feedPop } from '../../../../src-renderer/bridge/feed.ts';
import type { Bridge } from '../../../../src-shared/ipc/contract.ts';
import type { HomeState } from '../../../../src-shared/ipc/home.ts';
import { NOTHING_SHOWN, type PopState } from '../../../../src-shared/ipc/pop.ts';
import { HOME_STATES } from '../../../gallery/homeStates.ts';

const pop = (revision: number): PopState => ({ ...NOTHING_SHOWN, revision });

/** Main's end of a bridge: pushes at will, and answers the first question when told to. */
function mainSide() {
  const listeners = new Set<(state: never) => void>();
  const answer = Promise.withResolvers<unknown>();
  const bridge: Bridge = {
    request: () => answer.promise as Promise<never>,
    on: (_, listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  return {
    bridge,
    push: (state: PopState | HomeState) => {
      for (const listener of listeners) listener(state as never);
    },
    answer: async (state: PopState | HomeState) => {
      answer.resolve(state);
      await answer.promise;
    },
  };
}

describe('a window', () => {
  test('draws the newest state of the cards, in whatever order states arrive', async () => {
    const main = mainSide();
    const store = createStore(() => pop(0));
    const stop = feedPop(main.bridge, store);
    main.push(pop(7));
    await main.answer(pop(5));
    expect(store.getState().revision).toBe(7);
    main.push(pop(6));
    expect(store.getState().revision).toBe(7);
    stop();
    main.push(pop(8));
    expect(store.getState().revision).toBe(7);
  });

  test('starts from what main answers', async () => {
    const main = mainSide();
    const store = createStore<{ home: HomeState | null }>(() => ({ home: null }));
    feedHome(main.bridge, store);
    const { live } = HOME_STATES;
    if (live === undefined) throw new Error('The gallery lacks a state.');
    await main.answer(live);
    expect(store.getState().home).toBe(live);
  });

  test('keeps a push that overtook the answer', async () => {
    const main = mainSide();
    const store = createStore<{ home: HomeState | null }>(() => ({ home: null }));
    feedHome(main.bridge, store);
    const { live, empty } = HOME_STATES;
    if (live === undefined || empty === undefined) throw new Error('The gallery lacks a state.');
    main.push(live);
    await main.answer(empty);
    expect(store.getState().home).toBe(live);
  });
});
