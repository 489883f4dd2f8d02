import pg from 'pg';
import type { PostgresServer } from '../../../test/fixtures/postgres/server.ts';
import { newWebhookId } from '../../../test/fixtures/allo.ts';
import { BODY_BYTES } from '../relay/traffic.ts';

const TABLE = 'CREATE TABLE bare (id TEXT COLLATE "C" PRIMARY KEY, received_at BIGINT, body BYTEA)';
const INSERT = {
  name: 'insert',
  text: `INSERT INTO bare SELECT * FROM unnest($1::text[], $2::bigint[], $3::bytea[]) ON CONFLICT DO NOTHING`,
};
const NOTIFY = { name: 'notify', text: `SELECT pg_notify('bare', $1)` };

export interface BareLoopOptions {
  readonly events: number;
  readonly batch: number;
  readonly connections: number;
  /** Whether each commit tells others, as a relay's does. */
  readonly notify?: boolean;
}

/**
 * The floor: as many connections as a relay's writer has do nothing but insert bodies under their ids, in batches of the
 * relays' own size, one commit each.
 * @returns events a second
 */
export async function bareLoop(server: PostgresServer, options: BareLoopOptions): Promise<number> {
  const { events, batch, connections, notify = false } = options;
  const database = await server.databases.makeBare();
  await server.databases.query(TABLE, database);
  const settings = server.settings(database);
  const clients = Array.from(
    { length: connections },
    () => new pg.Client({ ...settings.hosts[0], user: settings.user, database, pipeline: true }),
  );
  await Promise.all(clients.map((client) => client.connect()));
  const body = Buffer.alloc(BODY_BYTES, 'x');
  const bodies = Array.from({ length: batch }, () => body);
  const at = Array.from({ length: batch }, () => Date.now());
  let left = Math.ceil(events / batch);
  const started = performance.now();
  await Promise.all(
    clients.map(async (client) => {
      const insert = () => client.query({ ...INSERT, values: [at.map(() => newWebhookId()), at, bodies] });
      while (left-- > 0) {
        if (notify) {
          const sent = [client.query('BEGIN'), insert(), client.query({ ...NOTIFY, values: [String(left)] })];
          await Promise.all([...sent, client.query('COMMIT')]);
        } else await insert();
      }
    }),
  );
  const took = performance.now() - started;
  await Promise.all(clients.map((client) => client.end()));
  return ((Math.ceil(events / batch) * batch) / took) * 1000;
}
