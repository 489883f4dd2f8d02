import type { LinkState } from '../../src-shared/link/link-state.ts';
import type { AppState, AppStateStore } from '../app-state/app-state.ts';

/** So many changes are remembered. */
const REMEMBERED = 20;

export interface LinkHistory {
  /** Oldest first; the last is how it stands. */
  get(): readonly { readonly at: number; readonly state: LinkState }[];
  close(): void;
}

/** Remembers how the connection stood, in memory. */
export function followLink(
  appState: Pick<AppStateStore, 'get' | 'onChange'>,
  now: () => number = Date.now,
): LinkHistory {
  let all: { at: number; state: LinkState }[] = [{ at: now(), state: appState.get().link }];
  const stop = appState.onChange(({ link }: AppState) => {
    if (all.at(-1)?.state === link) return;
    all = [...all, { at: now(), state: link }].slice(-REMEMBERED);
  });
  return { get: () => all, close: stop };
}
