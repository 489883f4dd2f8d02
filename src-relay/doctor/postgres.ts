import type { Sql } from '../sql/sql.ts';
import { isOfNewerVersion } from '../postgres/migrating.ts';
import { AFTER_RESTORING, isMarkedWentBack } from '../postgres/went-back.ts';
import { fail, newerVersion, ok, warn, type Finding } from './finding.ts';

const MIB = 1024 * 1024;
/** A relay takes so many connections for itself, and a command one or two. */
const FEW_CONNECTIONS = 20;

interface Server {
  readonly version: string;
  readonly fsync: string;
  readonly fullPageWrites: string;
  readonly synchronousCommit: string;
  readonly standbyNames: string;
  readonly autovacuum: string;
  readonly most: number;
  readonly reserved: number;
  readonly used: number;
  readonly bytes: number;
}

/** A standby that is waited for, as far as this user may see any. */
interface Standby {
  readonly name: string;
  readonly state: string;
}

const SERVER = `
  SELECT current_setting('server_version') AS version, current_setting('fsync') AS fsync,
    current_setting('full_page_writes') AS "fullPageWrites",
    (SELECT reset_val FROM pg_settings WHERE name = 'synchronous_commit') AS "synchronousCommit",
    current_setting('synchronous_standby_names') AS "standbyNames", current_setting('autovacuum') AS autovacuum,
    CAST(current_setting('max_connections') AS BIGINT) AS most,
    CAST(current_setting('superuser_reserved_connections') AS BIGINT) AS reserved,
    (SELECT count(*) FROM pg_stat_activity WHERE datid IS NOT NULL) AS used,
    pg_database_size(current_database()) AS bytes`;
const STANDBYS = `
  SELECT application_name AS name, sync_state AS state FROM pg_stat_replication
  WHERE sync_state IS NOT NULL ORDER BY application_name`;

/**
 * The server that the relays share: does it keep what it says it has kept, and has it room for one more?
 * @param name where it is, without what opens it
 * @throws StoreFault when it cannot be asked
 */
export async function lookAtPostgres(sql: Sql, name: string): Promise<Finding[]> {
  const server = await sql.get<Server>(SERVER);
  if (server === undefined) return [];
  return [
    ok('store', `PostgreSQL ${server.version} at ${name}, ${Math.ceil(server.bytes / MIB)} MiB`),
    ...((await isOfNewerVersion(sql)) ? [newerVersion('store')] : []),
    durability(server),
    standbys(server, await sql.all<Standby>(STANDBYS)),
    connections(server),
    ...(server.autovacuum === 'on'
      ? []
      : [
          warn(
            'store',
            'autovacuum is off: its tables grow with all that is erased',
            'switch it on: ALTER SYSTEM SET autovacuum = on',
          ),
        ]),
  ];
}

/** Whether a relay has found that the database went back in time. @throws StoreFault */
export async function lookForRestore(sql: Sql): Promise<Finding[]> {
  if (!(await isMarkedWentBack(sql))) return [];
  const found = 'the database went back in time (a backup, or a standby that lacked the newest)';
  return [fail('store', `${found}: relays take nothing in`, AFTER_RESTORING)];
}

function durability({ fsync, fullPageWrites, synchronousCommit }: Server): Finding {
  const about = 'durability';
  if (fsync === 'off')
    return fail(
      about,
      'fsync is off: what was answered is lost with the power',
      'ALTER SYSTEM SET fsync = on',
    );
  if (fullPageWrites === 'off')
    return fail(
      about,
      'full_page_writes is off: a power cut may damage the tables',
      'switch it on, unless the file system writes whole pages only',
    );
  const own = synchronousCommit === 'remote_apply' ? 'remote_apply' : 'on';
  const differs =
    own === synchronousCommit ? '' : ` (the server's own ${synchronousCommit} is not used by relays)`;
  return ok(about, `a webhook is answered when it is on disk: synchronous_commit ${own}${differs}`);
}

function standbys({ standbyNames }: Server, seen: readonly Standby[]): Finding {
  const about = 'standbys';
  if (standbyNames === '')
    return ok(
      about,
      'none is waited for: what was answered is on one server (synchronous_standby_names is empty)',
    );
  const inSync = seen.filter(({ state }) => state === 'sync' || state === 'quorum');
  const names = inSync.map(({ name }) => name).join(', ');
  // Without the right pg_monitor a user sees that there are some, and not which.
  if (seen.length === 0)
    return warn(
      about,
      `${standbyNames} is waited for, and none is to be seen`,
      'if webhooks get 503, start the standby; if this user may see none: GRANT pg_monitor TO it',
    );
  return inSync.length === 0
    ? fail(
        about,
        `${standbyNames} is waited for, and none is in sync: no webhook is answered`,
        'start the standby, or change synchronous_standby_names',
      )
    : ok(about, `what is answered is on ${names}, too`);
}

function connections({ most, reserved, used }: Server): Finding {
  const left = most - reserved - used;
  const found = `${left} of ${most} connections are left`;
  return left < FEW_CONNECTIONS
    ? warn('connections', found, 'raise max_connections, or lower pool_size in RINGSIDE_STORE')
    : ok('connections', found);
}
