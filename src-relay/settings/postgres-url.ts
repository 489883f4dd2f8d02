import { Hidden } from '../sql/hidden.ts';

/** What a `postgres://` URL says. */
export interface PostgresUrl {
  /** Asked in this order for the one that takes writes. */
  readonly hosts: readonly PostgresHost[];
  readonly user: string | null;
  readonly password: Hidden | null;
  readonly database: string | null;
  readonly passFile: string | null;
  readonly tls: TlsRules;
  /** How many connections a pool has at most. */
  readonly poolSize: number;
}

export interface PostgresHost {
  /** A name, an address, or the folder of a socket. */
  readonly host: string;
  readonly port: number;
}

/** As libpq has them: https://www.postgresql.org/docs/current/libpq-ssl.html */
export const TLS_MODES = ['disable', 'prefer', 'require', 'verify-ca', 'verify-full'] as const;
export type TlsMode = (typeof TLS_MODES)[number];

export interface TlsRules {
  readonly mode: TlsMode;
  /** Files; null: the system's authorities, and no certificate of our own. */
  readonly rootCert: string | null;
  readonly cert: string | null;
  readonly key: string | null;
}

/** A URL that cannot be used; the message holds nothing of it that may be secret. */
export class StoreUrlError extends Error {
  override readonly name = 'StoreUrlError';
}

const SHAPE =
  /^postgres(?:ql)?:\/\/(?:(?<user>[^:@/?#]*)(?::(?<password>[^@/?#]*))?@)?(?<hosts>[^/?#@]*)(?:\/(?<database>[^?#/@]*))?(?:\?(?<parameters>[^#]*))?$/;
const UNREADABLE =
  'not postgres://USER:PASSWORD@HOST:PORT/DATABASE?…; in a password, write / as %2F, @ as %40, : as %3A, ? as %3F, # as %23 and % as %25';
const PARAMETERS = [
  'host',
  'port',
  'user',
  'password',
  'dbname',
  'passfile',
  'sslmode',
  'sslrootcert',
  'sslcert',
  'sslkey',
  'target_session_attrs',
  'pool_size',
] as const;
type Parameter = (typeof PARAMETERS)[number];

const DEFAULT_PORT = 5432;
export const DEFAULT_POOL = 10;
const LARGEST_POOL = 100;

/**
 * Reads a URL as PostgreSQL's own programs do: https://www.postgresql.org/docs/current/libpq-connect.html
 * @throws StoreUrlError
 */
export function parsePostgresUrl(url: string): PostgresUrl {
  if (!/^postgres(ql)?:\/\//.test(url)) {
    throw new StoreUrlError('postgres://USER@HOST/DATABASE, or nothing for the embedded journal');
  }
  const parts = SHAPE.exec(url)?.groups;
  if (parts === undefined) throw new StoreUrlError(UNREADABLE);
  const given = parametersOf(parts['parameters'] ?? '');
  const secret = decoded(parts['password']) ?? given.password ?? null;
  return {
    hosts: hostsOf(parts['hosts'] ?? '', given),
    user: decoded(parts['user']) ?? given.user ?? null,
    password: secret === null ? null : new Hidden(secret),
    database: decoded(parts['database']) ?? given.dbname ?? null,
    passFile: given.passfile ?? null,
    tls: tlsOf(given),
    poolSize: wholeNumber('pool_size', given.pool_size, DEFAULT_POOL, LARGEST_POOL),
  };
}

function parametersOf(text: string): Partial<Record<Parameter, string>> {
  const given: Partial<Record<Parameter, string>> = {};
  for (const pair of text.split('&').filter((each) => each !== '')) {
    const [name = '', ...value] = pair.split('=');
    const known = PARAMETERS.find((parameter) => parameter === decoded(name));
    if (known === undefined) {
      // The rest of a password with a question mark in it looks like parameters.
      if (value.length === 0 || text.includes('@')) throw new StoreUrlError(UNREADABLE);
      throw new StoreUrlError(`no parameter ${JSON.stringify(name)}; there are: ${PARAMETERS.join(', ')}`);
    }
    const plain = decoded(value.join('='));
    if (plain !== undefined) given[known] = plain;
  }
  const wanted = given.target_session_attrs ?? 'read-write';
  if (wanted !== 'read-write' && wanted !== 'primary') {
    throw new StoreUrlError('target_session_attrs: read-write or primary, since a relay writes');
  }
  return given;
}

function hostsOf(authority: string, given: Partial<Record<Parameter, string>>): PostgresHost[] {
  if (authority !== '' && given.host !== undefined) throw new StoreUrlError('hosts in two places');
  if (given.host !== undefined) {
    const hosts = given.host.split(',');
    const ports = (given.port ?? '').split(',');
    if (ports.length > 1 && ports.length !== hosts.length)
      throw new StoreUrlError('not one port for each host');
    return hosts.map((host, at) => hostOf(host, ports.length > 1 ? ports[at] : ports[0]));
  }
  return authority.split(',').map((each) => {
    const [, bracketed, plain, port] = /^(?:\[([^\]]*)\]|([^:[\]]*))(?::([^:]*))?$/.exec(each) ?? [];
    if (bracketed === undefined && plain === undefined) {
      throw new StoreUrlError('not a host and a port; an IPv6 address stands in [brackets]');
    }
    return hostOf(decoded(bracketed ?? plain) ?? '', port ?? given.port);
  });
}

function hostOf(host: string, port: string | undefined): PostgresHost {
  if (/[\s@]/.test(host)) throw new StoreUrlError('not a host');
  return { host: host === '' ? 'localhost' : host, port: wholeNumber('port', port, DEFAULT_PORT, 65_535) };
}

function tlsOf(given: Partial<Record<Parameter, string>>): TlsRules {
  const named = given.sslmode ?? 'prefer';
  const mode = TLS_MODES.find((each) => each === named);
  if (mode === undefined) throw new StoreUrlError(`sslmode: one of ${TLS_MODES.join(', ')}`);
  if ((given.sslcert === undefined) !== (given.sslkey === undefined)) {
    throw new StoreUrlError('sslcert and sslkey go together');
  }
  return {
    // As in libpq: who names an authority means it.
    mode: mode === 'require' && given.sslrootcert !== undefined ? 'verify-ca' : mode,
    rootCert: given.sslrootcert === 'system' ? null : (given.sslrootcert ?? null),
    cert: given.sslcert ?? null,
    key: given.sslkey ?? null,
  };
}

function wholeNumber(name: string, text: string | undefined, otherwise: number, most: number): number {
  if (text === undefined || text === '') return otherwise;
  if (!/^\d{1,5}$/.test(text) || Number(text) < 1 || Number(text) > most) {
    throw new StoreUrlError(`${name}: not a number between 1 and ${most}`);
  }
  return Number(text);
}

/** Undefined for what is empty, as for what is not there. */
function decoded(text: string | undefined): string | undefined {
  if (text === undefined || text === '') return undefined;
  try {
    return decodeURIComponent(text);
  } catch {
    throw new StoreUrlError('a % that does not stand for a character: write it as %25');
  }
}
