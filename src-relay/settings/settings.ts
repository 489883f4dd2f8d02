import { join, resolve } from 'node:path';
import { alloOrigin } from '../allo-api/client.ts';
import { API_KEY_FILE, ApiKeyError, apiKeyOf } from '../allo-key/key.ts';
import type { CrmSecret } from '../crm/contract.ts';
import { loopbackOrigins, type Origins } from '../crm/asking/hosts.ts';
import { CRM_SECRET_FILE, CrmSecretError, crmSecretOf } from '../crm/secret.ts';
import { parseSecrets, SecretError, type Secret } from '../webhook-secrets/signature.ts';
import { SECRETS_FILE } from '../webhook-secrets/secrets-file.ts';
import { StoreUrlError } from './postgres-url.ts';
import { storeFrom, type StoreEnvironment, type StoreSettings } from './store.ts';

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'silent'] as const;
type LogLevel = (typeof LOG_LEVELS)[number];

/** What the relay is started with, checked. */
export interface RelaySettings {
  readonly host: string;
  /** 0 picks a free one. */
  readonly port: number;
  /** Folder of the relay's own files; of the journal, too, unless `store` keeps it. */
  readonly data: string;
  readonly store: StoreSettings;
  readonly configFile: string;
  readonly logLevel: LogLevel;
  /** Webhook secrets of the environment or the flag. */
  readonly secrets: readonly Secret[];
  /** Further ones, followed while the relay runs. */
  readonly secretsFile: string;
  readonly crm: CrmSettings;
  readonly allo: AlloSettings;
}

/** What Allo's API is asked with. */
export interface AlloSettings {
  /** Of the environment; null: there is none. */
  readonly apiKey: string | null;
  /** Followed while the relay runs; the environment's goes first. */
  readonly apiKeyFile: string;
  /** Allo's own, or a stand-in on this machine, for tests. */
  readonly origin: string;
}

/** What the CRM is asked with. */
export interface CrmSettings {
  /** Of the environment; null: there is none. */
  readonly secret: CrmSecret | null;
  /** Followed while the relay runs; the environment's goes first. */
  readonly secretFile: string;
  /** A stand-in on this machine in place of the CRM's hosts, for tests; null: its own. */
  readonly origins: Origins | null;
}

/** The same as text, from flags or the environment. */
export interface RawSettings {
  readonly host: string;
  readonly port: string;
  readonly data: string;
  /** Nothing, or `postgres://…`. */
  readonly store?: string;
  /** Whether it was an argument, which everybody on the machine may see. */
  readonly storeIsFlag?: boolean;
  readonly storePasswordFile?: string;
  readonly config?: string;
  readonly log?: string;
  readonly webhookSecrets?: string;
  readonly webhookSecretsFile?: string;
  readonly alloApiKeyFile?: string;
  readonly crmSecretFile?: string;
  /** For tests. */
  readonly crmUrl?: string;
}

/** Secrets that are set in the environment and nowhere else: arguments are for everybody to see. */
export interface SecretEnvironment extends StoreEnvironment {
  readonly ALLO_API_KEY?: string | undefined;
  /** For tests. */
  readonly ALLO_API_URL?: string | undefined;
  readonly RINGSIDE_CRM_TOKEN?: string | undefined;
  readonly RINGSIDE_CRM_CLIENT_ID?: string | undefined;
  readonly RINGSIDE_CRM_CLIENT_SECRET?: string | undefined;
}

/** A setting that cannot be used; the message names it and never contains a secret. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

/** @throws SettingsError */
export function readSettings(raw: RawSettings, environment: SecretEnvironment = {}): RelaySettings {
  if (!/^\d{1,5}$/.test(raw.port) || Number(raw.port) > 65_535) {
    throw new SettingsError('RINGSIDE_PORT: not a port between 0 and 65535');
  }
  if (raw.host === '' || /[\s/]/.test(raw.host)) throw new SettingsError('RINGSIDE_HOST: not a host');
  if (raw.data === '') throw new SettingsError('RINGSIDE_DATA: not a folder');
  const data = resolve(raw.data);
  return {
    host: raw.host,
    port: Number(raw.port),
    data,
    store: storeOf(raw, data, environment),
    configFile: pathFrom(raw.config) ?? join(data, 'relay.config.json'),
    logLevel: logLevelFrom(raw.log ?? 'info'),
    secrets: secretsFrom(raw.webhookSecrets ?? ''),
    secretsFile: pathFrom(raw.webhookSecretsFile) ?? join(data, SECRETS_FILE),
    crm: {
      secret: crmSecretFrom(environment),
      secretFile: pathFrom(raw.crmSecretFile) ?? join(data, CRM_SECRET_FILE),
      origins: crmOriginsFrom(raw.crmUrl ?? ''),
    },
    allo: {
      apiKey: apiKeyFrom(environment.ALLO_API_KEY ?? ''),
      apiKeyFile: pathFrom(raw.alloApiKeyFile) ?? join(data, API_KEY_FILE),
      origin: alloOriginFrom(environment.ALLO_API_URL ?? ''),
    },
  };
}

function storeOf(raw: RawSettings, data: string, environment: StoreEnvironment): StoreSettings {
  try {
    return storeFrom({ ...raw, passwordFile: pathFrom(raw.storePasswordFile) }, data, environment);
  } catch (error) {
    if (error instanceof StoreUrlError) throw new SettingsError(`RINGSIDE_STORE: ${error.message}`);
    throw error;
  }
}

function apiKeyFrom(text: string): string | null {
  try {
    return apiKeyOf(text);
  } catch (error) {
    if (error instanceof ApiKeyError) throw new SettingsError(`ALLO_API_KEY: ${error.message}`);
    throw error;
  }
}

function alloOriginFrom(url: string): string {
  const origin = alloOrigin(url);
  if (origin === null) throw new SettingsError('ALLO_API_URL: for tests only, http://127.0.0.1:PORT');
  return origin;
}

function crmSecretFrom(environment: SecretEnvironment): CrmSecret | null {
  const { RINGSIDE_CRM_TOKEN, RINGSIDE_CRM_CLIENT_ID, RINGSIDE_CRM_CLIENT_SECRET } = environment;
  try {
    return crmSecretOf({
      token: RINGSIDE_CRM_TOKEN,
      clientId: RINGSIDE_CRM_CLIENT_ID,
      clientSecret: RINGSIDE_CRM_CLIENT_SECRET,
    });
  } catch (error) {
    if (error instanceof CrmSecretError) {
      throw new SettingsError(`RINGSIDE_CRM_TOKEN, RINGSIDE_CRM_CLIENT_ID and _SECRET: ${error.message}`);
    }
    throw error;
  }
}

function crmOriginsFrom(url: string): Origins | null {
  if (url === '') return null;
  const origins = loopbackOrigins(url);
  if (origins === null) throw new SettingsError('RINGSIDE_CRM_URL: for tests only, http://127.0.0.1:PORT');
  return origins;
}

function pathFrom(text: string | undefined): string | null {
  return text === undefined || text === '' ? null : resolve(text);
}

function logLevelFrom(text: string): LogLevel {
  const level = LOG_LEVELS.find((known) => known === text);
  if (level === undefined) throw new SettingsError(`RINGSIDE_LOG: one of ${LOG_LEVELS.join(', ')}`);
  return level;
}

function secretsFrom(text: string): Secret[] {
  try {
    return parseSecrets(text);
  } catch (error) {
    if (error instanceof SecretError) throw new SettingsError(`ALLO_WEBHOOK_SECRETS: ${error.message}`);
    throw error;
  }
}
