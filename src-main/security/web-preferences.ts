import type { WebPreferences } from 'electron';

/** What every page of ours runs with. Nothing here is ever loosened, for development or for a test. */
export function guardedPreferences(preload: string): WebPreferences {
  return {
    preload,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webSecurity: true,
    spellcheck: false,
    // None of these is used: what is off cannot be turned against the agent.
    devTools: false,
    webgl: false,
    plugins: false,
    disableDialogs: true,
    navigateOnDragDrop: false,
  };
}
