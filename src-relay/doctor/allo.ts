import { setTimeout as wait } from 'node:timers/promises';
import { AlloApiError, alloApi, type AlloApi } from '../allo-api/client.ts';
import { keepApiKey, type KeptApiKey } from '../allo-key/keeper.ts';
import type { SyncState } from '../allo-sync/state.ts';
import { RECOVERY_NEEDS, tryToSearch } from '../recovery/asking.ts';
import type { RecoveryState } from '../recovery/state.ts';
import type { RelayConfig } from '../config/schema.ts';
import { isOpenToOthers } from '../files/private-file.ts';
import type { RelaySettings } from '../settings/settings.ts';
import { fail, ok, warn, type Finding } from './finding.ts';

const ABOUT = 'allo';
const NO_KEY =
  "no key of Allo's API is set: agents and lines are added by hand (ringside-relay sync --set-key takes one)";
const WITHIN_MS = 5000;

/** What the relay asks of Allo's API, by the scope that it takes. */
const QUESTIONS: readonly {
  readonly scope: string;
  readonly what: string;
  readonly ask: (api: AlloApi, scope: string) => Promise<unknown>;
}[] = [
  {
    scope: 'USERS_READ',
    what: 'agents',
    ask: (api, scope) => api.get('/v2/api/users?page=1&size=1', { scope }),
  },
  {
    scope: 'PHONE_NUMBERS_READ',
    what: 'lines',
    ask: (api, scope) => api.get('/v2/api/numbers?page=1&size=1', { scope }),
  },
  {
    scope: RECOVERY_NEEDS.scope,
    what: 'lost ends of calls',
    ask: tryToSearch,
  },
];

/** Whether Allo's API answers to the relay's key, and how the last sync went. */
export async function lookAtAllo(
  { allo: { apiKey, apiKeyFile, origin } }: Pick<RelaySettings, 'allo'>,
  states: AlloStates,
  config: RelayConfig,
  now: number,
): Promise<Finding[]> {
  const keeper = await keepApiKey(apiKey, apiKeyFile);
  const kept = keeper.current();
  const refused = keeper.refused();
  const file = [
    ...(refused === null ? [] : [warn(ABOUT, refused, 'correct it: the key in it is not used')]),
    ...(isOpenToOthers(apiKeyFile)
      ? [warn(ABOUT, `others may read ${apiKeyFile}`, `chmod 600 ${apiKeyFile}`)]
      : []),
  ];
  if (kept === null) return [...file, ...(refused === null ? [ok(ABOUT, NO_KEY)] : [])];
  const api = alloApi({
    apiKey: kept.key,
    base: origin,
    wait: (ms) => wait(ms),
    timeoutMs: WITHIN_MS,
    longestWaitS: 2,
  });
  const answers = await lookAtKey(api, kept);
  return [
    ...file,
    ...answers,
    ...(config.allo.sync ? lastSync(states.sync, now) : []),
    ...(config.allo.recover && states.recovery !== null ? lostEnds(states.recovery) : []),
  ];
}

async function lookAtKey(api: AlloApi, { from }: KeptApiKey): Promise<Finding[]> {
  const found: Finding[] = [];
  for (const { scope, what, ask } of QUESTIONS) {
    try {
      await ask(api, scope);
    } catch (error) {
      if (!(error instanceof AlloApiError)) throw error;
      const isOfScope = error.status === 403;
      found.push(warn(ABOUT, error.message, isOfScope ? `${what} are not read until then` : todoOn(error)));
      // A key that is refused is refused for everything.
      if (!isOfScope) return found;
    }
  }
  return found.length > 0 ? found : [ok(ABOUT, `the API key (${from}) may read agents, lines and calls`)];
}

function todoOn({ status }: AlloApiError): string {
  return status === 401
    ? 'ringside-relay sync --set-key takes another one'
    : 'the relay asks again by itself; calls do not wait for it';
}

/** How relays fared with Allo's API. */
export interface AlloStates {
  /** Null: there was no sync yet. */
  readonly sync: SyncState | null;
  readonly recovery: RecoveryState | null;
}

function lostEnds({ failingSince, trouble, waiting, givenUp }: RecoveryState): Finding[] {
  const about = 'lost ends';
  const found = `${waiting} calls without an end are looked up in Allo, ${givenUp} of the last days have none there either`;
  if (trouble === null || failingSince === null) return [ok(about, found)];
  const since = new Date(failingSince).toISOString();
  return [
    warn(about, `Allo cannot be asked since ${since}: ${trouble.text}`, 'calls are filled in when it can be'),
  ];
}

function lastSync(state: SyncState | null, now: number): Finding[] {
  const about = 'sync';
  if (state === null) {
    return [
      warn(about, 'the directory was not read from Allo yet', 'start the relay, or ringside-relay sync'),
    ];
  }
  const { askedAt, wholeAt, failingSince, troubles } = state;
  if (failingSince === null) return [ok(about, `Allo's directory was read ${ago(now - askedAt)}`)];
  const since = new Date(failingSince).toISOString();
  const last =
    wholeAt === null ? 'it never was without trouble' : `the last one without was ${ago(now - wholeAt)}`;
  const isDoubt = troubles.every(({ kind }) => kind === 'doubt');
  return troubles.map(({ text }) =>
    (isDoubt ? warn : fail)(
      about,
      `trouble since ${since}: ${text}`,
      `ringside-relay sync --dry-run; ${last}`,
    ),
  );
}

function ago(ms: number): string {
  const minutes = Math.max(0, Math.round(ms / 60_000));
  return minutes < 120 ? `${minutes} min ago` : `${Math.round(minutes / 60)} h ago`;
}
