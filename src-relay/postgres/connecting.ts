import pg from 'pg';
import type { PostgresHost } from '../settings/postgres-url.ts';
import { storeName, type PostgresSettings } from '../settings/store.ts';
import { StoreFault } from '../sql/sql.ts';
import { faultOf } from './faults.ts';
import { passwordFor } from './password.ts';
import { tlsOptions } from './tls.ts';
import { READ_AS } from './values.ts';

/** Time-outs of a connection, in ms. */
export interface Timeouts {
  readonly connectMs: number;
  /** The server cancels a statement after that. */
  readonly statementMs: number;
  readonly lockMs: number;
}

export const TIMEOUTS: Timeouts = { connectMs: 4000, statementMs: 10_000, lockMs: 5000 };

/** A server that breaks nothing off does not answer at all: it is frozen, or the network is cut. */
const SILENT_AFTER_MS = 2000;

/** In TCP's terms, for both ends: a lost peer is noticed within ten seconds. */
const KEEPALIVE_IDLE_MS = 5000;
const KEEPALIVE = { idle: 5, interval: 2, count: 3, userTimeoutMs: 10_000 };

/** The first version with all that is used here and still kept up by PostgreSQL. */
const OLDEST = 140_000;

/**
 * Opens connections to the first host that takes writes, ready for work. The host that did last time is tried first: one that
 * is gone costs a whole time-out each time. The function it returns throws a StoreFault that says of each host why it will not do.
 */
export function connector(
  settings: PostgresSettings,
  timeouts: Timeouts = TIMEOUTS,
): () => Promise<pg.Client> {
  let hosts = settings.hosts;
  return async () => {
    const faults: StoreFault[] = [];
    for (const host of hosts) {
      try {
        const client = await connectTo(host, settings, timeouts);
        hosts = [host, ...settings.hosts.filter((other) => other !== host)];
        return client;
      } catch (error) {
        faults.push(faultOf(error, `${host.host}:${host.port}`));
      }
    }
    const [first] = faults;
    if (first !== undefined && faults.length === 1) throw first;
    throw new StoreFault('unavailable', faults.map(({ message }) => message).join('; '));
  };
}

/** Opens one connection. @throws StoreFault that says of each host why it will not do */
export function connect(settings: PostgresSettings, timeouts: Timeouts = TIMEOUTS): Promise<pg.Client> {
  return connector(settings, timeouts)();
}

async function connectTo(
  host: PostgresHost,
  settings: PostgresSettings,
  timeouts: Timeouts,
): Promise<pg.Client> {
  const isSocket = host.host.startsWith('/');
  const tls = isSocket ? false : tlsOptions(settings.tls);
  const password = await passwordFor(settings, host);
  try {
    return await opened(tls);
  } catch (error) {
    const hasNoTls = error instanceof Error && error.message.includes('does not support SSL');
    if (!hasNoTls || settings.tls.mode !== 'prefer') throw error;
    return await opened(false);
  }

  async function opened(ssl: pg.ClientConfig['ssl'] & unknown): Promise<pg.Client> {
    const client = new pg.Client({
      ...host,
      user: settings.user,
      database: settings.database,
      // A function, since the library would else ask the environment by itself.
      password: () => password as string,
      ssl,
      pipeline: true,
      types: READ_AS,
      application_name: 'ringside-relay',
      options: '',
      keepAlive: true,
      keepAliveInitialDelayMillis: KEEPALIVE_IDLE_MS,
      connectionTimeoutMillis: timeouts.connectMs,
      query_timeout: timeouts.statementMs + SILENT_AFTER_MS,
    });
    // Whoever has a connection sees by its statements that it is lost.
    client.on('error', () => undefined);
    try {
      await client.connect();
      await setUp(client, settings, timeouts);
      return client;
    } catch (error) {
      abandon(client);
      throw error;
    }
  }
}

/** Ends it without waiting for anybody. */
export function abandon(client: pg.Client): void {
  client.end().catch(() => undefined);
  client.connection.stream.destroy();
}

interface ServerFacts {
  readonly version: number;
  readonly encoding: string;
  readonly isReadOnly: 0 | 1;
}

/**
 * One round trip. A server that answers before its standbys have it, or before its disk has it, is told to wait: what a
 * relay answers 2xx is kept. `remote_apply` waits for more and stays.
 */
const SET_UP = `
  SELECT current_setting('server_version_num')::int AS version,
    current_setting('server_encoding') AS encoding,
    pg_is_in_recovery() OR current_setting('transaction_read_only')::bool AS "isReadOnly",
    set_config('synchronous_commit', CASE WHEN current_setting('synchronous_commit') IN ('on', 'remote_apply')
      THEN current_setting('synchronous_commit') ELSE 'on' END, false),
    set_config('default_transaction_isolation', 'read committed', false),
    set_config('client_min_messages', 'warning', false),
    set_config('statement_timeout', $1, false),
    set_config('lock_timeout', $2, false),
    set_config('idle_in_transaction_session_timeout', $3, false),
    set_config('tcp_keepalives_idle', '${KEEPALIVE.idle}', false),
    set_config('tcp_keepalives_interval', '${KEEPALIVE.interval}', false),
    set_config('tcp_keepalives_count', '${KEEPALIVE.count}', false),
    set_config('tcp_user_timeout', '${KEEPALIVE.userTimeoutMs}', false)`;

async function setUp(client: pg.Client, settings: PostgresSettings, timeouts: Timeouts): Promise<void> {
  const { statementMs, lockMs } = timeouts;
  const { rows } = await client.query<ServerFacts>(SET_UP, [statementMs, lockMs, statementMs].map(String));
  const facts = rows[0];
  if (facts === undefined)
    throw new StoreFault('unavailable', `${storeName(settings)}: it does not say who it is`);
  const where = `PostgreSQL at ${client.host}:${client.port}`;
  if (facts.version < OLDEST) {
    throw new StoreFault(
      'unavailable',
      `${where} is of version ${Math.floor(facts.version / 10_000)}: 14 or newer is needed`,
    );
  }
  if (facts.encoding !== 'UTF8') {
    throw new StoreFault(
      'unavailable',
      `${where}: the database ${settings.database} keeps texts as ${facts.encoding}; make one WITH ENCODING 'UTF8' TEMPLATE template0`,
    );
  }
  if (facts.isReadOnly === 1) {
    throw new StoreFault('unavailable', `${where} takes no writes now: it is a standby, or set to read only`);
  }
}
