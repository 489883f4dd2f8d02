import { join, resolve } from 'node:path';
import { parseSecrets, SecretError, type Secret } from '../intake/signature.ts';

/** What the relay is started with, checked. */
export interface RelaySettings {
  readonly host: string;
  /** 0 picks a free one. */
  readonly port: number;
  /** Folder of the journal. */
  readonly data: string;
  readonly configFile: string;
  /** None: every webhook gets 503. */
  readonly secrets: readonly Secret[];
}

/** The same as text, from flags or the environment. */
export interface RawSettings {
  readonly host: string;
  readonly port: string;
  readonly data: string;
  readonly store?: string;
  readonly config?: string;
  readonly webhookSecrets?: string;
}

/** A setting that cannot be used; the message names it and never contains a secret. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

/** @throws SettingsError */
export function readSettings(raw: RawSettings): RelaySettings {
  if (raw.store !== undefined && raw.store !== '') {
    throw new SettingsError('RINGSIDE_STORE: the scale-out engine is not available yet; leave it unset');
  }
  if (!/^\d{1,5}$/.test(raw.port) || Number(raw.port) > 65_535) {
    throw new SettingsError('RINGSIDE_PORT: not a port between 0 and 65535');
  }
  if (raw.host === '' || /[\s/]/.test(raw.host)) throw new SettingsError('RINGSIDE_HOST: not a host');
  if (raw.data === '') throw new SettingsError('RINGSIDE_DATA: not a folder');
  const data = resolve(raw.data);
  const isSet = raw.config !== undefined && raw.config !== '';
  return {
    host: raw.host,
    port: Number(raw.port),
    data,
    configFile: isSet ? resolve(raw.config) : join(data, 'relay.config.json'),
    secrets: secretsFrom(raw.webhookSecrets ?? ''),
  };
}

function secretsFrom(text: string): Secret[] {
  try {
    return parseSecrets(text);
  } catch (error) {
    if (error instanceof SecretError) throw new SettingsError(`ALLO_WEBHOOK_SECRETS: ${error.message}`);
    throw error;
  }
}
