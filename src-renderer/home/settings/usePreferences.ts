import { createContext, use, useCallback, useEffect, useRef, useState } from 'react';
import type { PreferencesState } from '../../../src-shared/ipc/settings.ts';
import type { PreferenceName, SomePreferences } from '../../../src-shared/preferences/preferences.ts';
import { follow } from '../../bridge/follow.ts';
import { useAsk } from '../../bridge/useAsk.ts';
import { useSurroundings } from '../../bridge/Surroundings.tsx';

/** The choices as they hold, and the way to change them. */
export interface Choices {
  readonly state: PreferencesState;
  /** Holds at once here, then as main answers. */
  set(change: SomePreferences): void;
  /** Why a choice cannot be made, for people; null: it can. */
  locked(name: PreferenceName): Lock | null;
}

export interface Lock {
  readonly by: 'admin' | 'system';
  readonly why: string;
}

export const ChoicesContext = createContext<Choices | null>(null);

/** @throws Error outside of the settings */
export function useChoices(): Choices {
  const choices = use(ChoicesContext);
  if (choices === null) throw new Error('There are no settings around this component.');
  return choices;
}

/** The settings' page: not there yet, not to be had, or there. */
export type Preferencing =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'failed'; readonly retry: () => void }
  /** `problem`: why the last choice did not hold, or will not after a restart. */
  | { readonly kind: 'here'; readonly choices: Choices; readonly problem: string | null };

/** Follows main's settings. What main did not take is not left on screen as if it had. */
export function usePreferences(): Preferencing {
  const { bridge, language, say } = useSurroundings();
  const { words } = language;
  const [state, setState] = useState<PreferencesState | null>(null);
  const [isFailed, setFailed] = useState(false);
  const [isKept, setKept] = useState(true);
  const { ask, problem } = useAsk();
  /** As main said it last. */
  const said = useRef<PreferencesState | null>(null);

  const accept = useCallback((now: PreferencesState) => {
    said.current = now;
    setState(now);
    setFailed(false);
  }, []);
  useEffect(() => {
    const request = () => bridge.request('preferences:ready');
    return follow(bridge, 'preferences:state', request, accept, () => setFailed(true)).stop;
  }, [accept, bridge]);
  const retry = () => {
    bridge.request('preferences:ready').then(accept, reportError);
  };

  const set = useCallback(
    (change: SomePreferences) => {
      setState((now) => now && { ...now, values: Object.assign({}, now.values, change) });
      const choose = async () => {
        await ask(async () => {
          const answer = await bridge.request('preferences:set', change);
          said.current = answer;
          setKept(answer.isKept);
          if (!answer.isKept) say(words.settings.notKept);
        });
        // Done or not: what holds is what main says.
        setState(said.current);
      };
      void choose();
    },
    [ask, bridge, say, words],
  );

  if (state === null) return isFailed ? { kind: 'failed', retry } : { kind: 'waiting' };
  const choices: Choices = {
    state,
    set,
    locked(name) {
      if (state.fixed.includes(name)) return { by: 'admin', why: words.settings.byAdmin };
      if (state.unavailable.includes(name))
        return { by: 'system', why: words.settings.unavailable[name] ?? words.settings.notHere };
      return null;
    },
  };
  return { kind: 'here', choices, problem: problem ?? (isKept ? null : words.settings.notKept) };
}
