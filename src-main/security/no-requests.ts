import type { App } from 'electron';

/** What Chromium would ask the internet for of itself. */
const OFF = [
  'disable-background-networking',
  'disable-component-update',
  'disable-domain-reliability',
  'no-pings',
] as const;

/**
 * Keeps Chromium from requests of its own: the app talks to its relay, and to where a recording lies. To be called before
 * Electron is ready. Spelling dictionaries are a session's: see `lockDown`.
 * Source: https://peter.sh/experiments/chromium-command-line-switches/
 */
export function makeNoRequests(app: Pick<App, 'commandLine' | 'once' | 'configureHostResolver'>): void {
  for (const name of OFF) app.commandLine.appendSwitch(name);
  // Names are looked up where the system does, never at a server of somebody else's.
  app.once('ready', () => app.configureHostResolver({ secureDnsMode: 'off' }));
}
