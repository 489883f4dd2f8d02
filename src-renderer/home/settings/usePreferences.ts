import { createContext, use, useCallback, useEffect, useState } from 'react';
import type { PreferencesState } from '../../../src-shared/ipc/settings.ts';
import type { PreferenceName, SomePreferences } from '../../../src-shared/preferences/preferences.ts';
import { follow } from '../../bridge/follow.ts';
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

/** Follows main's settings; null until the first. */
export function usePreferences(): Choices | null {
  const { bridge, language, say } = useSurroundings();
  const { words } = language;
  const [state, setState] = useState<PreferencesState | null>(null);

  useEffect(
    () => follow(bridge, 'preferences:state', () => bridge.request('preferences:ready'), setState).stop,
    [bridge],
  );

  const set = useCallback(
    (change: SomePreferences) => {
      setState((now) => now && { ...now, values: Object.assign({}, now.values, change) });
      bridge
        .request('preferences:set', change)
        .then(setState)
        .catch((error: unknown) => {
          say(words.action.failed);
          reportError(error);
        });
    },
    [bridge, say, words],
  );

  if (state === null) return null;
  return {
    state,
    set,
    locked(name) {
      if (state.fixed.includes(name)) return { by: 'admin', why: words.settings.byAdmin };
      if (state.unavailable.includes(name))
        return { by: 'system', why: words.settings.unavailable[name] ?? words.settings.notHere };
      return null;
    },
  };
}
