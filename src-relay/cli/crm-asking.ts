import { setTimeout as wait } from 'node:timers/promises';
import { loadConfig } from '../config/file.ts';
import { ConfigError } from '../config/reading.ts';
import { DEFAULT_CONFIG, type RelayConfig } from '../config/schema.ts';
import { askRelayStatus } from '../control/asking.ts';
import type { CrmStatus } from '../control/crm-status.ts';
import type { AskWatch } from '../crm/asking/asker.ts';
import { connectionOf, type OpenedConnection } from '../crm/asking/connection.ts';
import { CrmFailure, type AskedCrm, type CrmAdapter, type CrmSecret, type Flight } from '../crm/contract.ts';
import type { RelaySettings } from '../settings/settings.ts';
import { listeningAt } from '../admin/listening.ts';
import { CommandError } from './terminal.ts';

/** A command may wait longer than a ring. */
const WITHIN_MS = 30_000;

export interface CommandConnection extends OpenedConnection {
  readonly flight: () => Flight;
}

function elapsed(): number {
  return performance.now();
}

/** Opens a connection of this command's own, with its own budgets. @throws CrmFailure */
export function openForCommand(parts: {
  readonly settings: RelaySettings;
  readonly adapter: CrmAdapter;
  readonly block: Readonly<Record<string, string>>;
  readonly secret: CrmSecret;
  readonly secretOf: AskedCrm | null;
  readonly properties?: { readonly person: readonly string[]; readonly company: readonly string[] };
  readonly watch?: Partial<AskWatch>;
}): CommandConnection {
  const opened = connectionOf({
    adapter: parts.adapter,
    block: parts.block,
    secret: parts.secret,
    secretOf: parts.secretOf,
    properties: parts.properties ?? { person: [], company: [] },
    tokensPerDay: null,
    origins: parts.settings.crm.origins,
    elapsed,
    now: Date.now,
    watch: { answered: () => {}, failed: () => {}, breakerIs: () => {}, ...parts.watch },
  });
  return { ...opened, flight: () => ({ urgency: 'refresh', until: elapsed() + WITHIN_MS }) };
}

const TRIES = 3;
const WAIT_MS = 2500;
const LONGEST_WAIT_MS = 10_000;

/** Waits a little and tries again when the CRM is asked too much: the relay that runs beside may be asking it too. */
export async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (let left = TRIES - 1; ; left -= 1) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof CrmFailure) || error.trouble !== 'limited' || left === 0) throw error;
      if ((error.retryAfterMs ?? 0) > LONGEST_WAIT_MS) throw error;
      await wait(Math.max(error.retryAfterMs ?? 0, WAIT_MS));
    }
  }
}

/** @throws CommandError when the config cannot be used */
export async function configFor({ configFile }: RelaySettings): Promise<RelayConfig> {
  try {
    return (await loadConfig(configFile)).config;
  } catch (error) {
    if (error instanceof ConfigError) throw new CommandError(error.message);
    throw error;
  }
}

/** The config, or the defaults when there is none to be used: for a command that is to mend it. */
export async function configIfAny({ configFile }: RelaySettings): Promise<RelayConfig> {
  try {
    return (await loadConfig(configFile)).config;
  } catch {
    return DEFAULT_CONFIG;
  }
}

/** Null: no relay runs here, or one that knows nothing of CRMs. */
export async function runningCrm(settings: RelaySettings): Promise<CrmStatus | null> {
  const listening = await listeningAt(settings);
  if (listening === null) return null;
  return (await askRelayStatus(settings.data, listening))?.crm ?? null;
}

/** An account as people know it: by its name, and by its id where the name does not have it. */
export function accountText({ id, name }: { readonly id: string; readonly name: string }): string {
  return name.includes(id) ? name : `${name} (${id})`;
}
