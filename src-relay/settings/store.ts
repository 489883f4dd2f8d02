import { userInfo } from 'node:os';
import { join } from 'node:path';
import { Hidden } from '../sql/hidden.ts';
import { parsePostgresUrl, StoreUrlError, type PostgresUrl } from './postgres-url.ts';

/** Which engine keeps the journal. */
export type StoreSettings = { readonly kind: 'embedded' } | PostgresSettings;

export interface PostgresSettings extends Omit<PostgresUrl, 'user' | 'database' | 'passFile'> {
  readonly kind: 'postgres';
  readonly user: string;
  readonly database: string;
  /** Of the URL or the environment; null: the files are asked. */
  readonly password: Hidden | null;
  /** Read with every connection that is made, so that a password can be changed under a relay that runs. */
  readonly passwordFile: string;
  /** As PGPASSFILE of PostgreSQL's own programs: https://www.postgresql.org/docs/current/libpq-pgpass.html */
  readonly passFile: string | null;
}

/** What PostgreSQL's own programs read, too: https://www.postgresql.org/docs/current/libpq-envars.html */
export interface StoreEnvironment {
  readonly PGPASSWORD?: string | undefined;
  readonly PGPASSFILE?: string | undefined;
  readonly PGUSER?: string | undefined;
  readonly PGDATABASE?: string | undefined;
}

/** In the data folder, when no other is named. */
export const STORE_PASSWORD_FILE = 'store-password';

/** @throws StoreUrlError, whose message has nothing of the URL that may be secret */
export function storeFrom(
  raw: { readonly store?: string; readonly storeIsFlag?: boolean; readonly passwordFile?: string | null },
  data: string,
  environment: StoreEnvironment,
): StoreSettings {
  if (raw.store === undefined || raw.store === '') return { kind: 'embedded' };
  const url = parsePostgresUrl(raw.store);
  if (raw.storeIsFlag === true && url.password !== null) {
    throw new StoreUrlError(
      'everybody on this machine sees the password of a flag: set RINGSIDE_STORE in the environment, or leave the password out of it',
    );
  }
  const user = url.user ?? (environment.PGUSER || systemUser());
  const ofEnvironment = environment.PGPASSWORD ? new Hidden(environment.PGPASSWORD) : null;
  return {
    ...url,
    kind: 'postgres',
    user,
    database: url.database ?? (environment.PGDATABASE || user),
    password: url.password ?? ofEnvironment,
    passwordFile: raw.passwordFile ?? join(data, STORE_PASSWORD_FILE),
    passFile: url.passFile ?? (environment.PGPASSFILE || null),
  };
}

/** A container may run as a user who has no name. */
function systemUser(): string {
  try {
    return userInfo().username;
  } catch {
    throw new StoreUrlError('no user in the URL');
  }
}

/** Another thread gets a copy without what only an object of this one can do. */
export type CopiedStore = Omit<PostgresSettings, 'password'> & { readonly password: string | null };

/** For `workerData`: memory of this process alone. */
export function copiedStore(store: PostgresSettings): CopiedStore {
  return { ...store, password: store.password?.reveal() ?? null };
}

export function storeOfCopy(copy: CopiedStore): PostgresSettings {
  return { ...copy, password: copy.password === null ? null : new Hidden(copy.password) };
}

/** For people: where it is, without what opens it. */
export function storeName(store: PostgresSettings): string {
  return `${store.hosts.map(({ host, port }) => `${host}:${port}`).join(',')}/${store.database}`;
}
