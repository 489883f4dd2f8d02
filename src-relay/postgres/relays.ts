import type { Sql } from '../sql/sql.ts';
import { printsIn, type SecretPrints } from './secret-prints.ts';
import { SERVER_NOW } from './server-clock.ts';

/** A relay on the same database. */
export interface RelayRow {
  /** New with each start. */
  readonly id: string;
  readonly host: string;
  /** Where it listens; null: not yet. */
  readonly address: string | null;
  readonly version: string;
  /** Hashes: two relays that differ in them answer differently. */
  readonly configDigest: string;
  readonly secretsDigest: string;
  /** Of what it asks others with. */
  readonly secretPrints: SecretPrints;
}

export interface SeenRelay extends Omit<RelayRow, 'secretPrints'> {
  /** Null: it is of a version that does not say. */
  readonly secretPrints: SecretPrints | null;
  /** How long ago it said that it is there, by the server's clock, in ms. */
  readonly seenMsAgo: number;
}

/** One that has not said for so long that it is there has gone. */
const GONE_AFTER_MS = 30_000;

const PUT = `
  INSERT INTO relay (id, host, address, version, config_digest, secrets_digest, secret_prints, started_at, seen_at)
  VALUES (?, ?, ?, ?, ?, ?, ?, ${SERVER_NOW}, ${SERVER_NOW})
  ON CONFLICT (id) DO UPDATE SET address = excluded.address, config_digest = excluded.config_digest,
    secrets_digest = excluded.secrets_digest, secret_prints = excluded.secret_prints, seen_at = excluded.seen_at`;
const ERASE_GONE = `DELETE FROM relay WHERE seen_at < ${SERVER_NOW} - ${GONE_AFTER_MS}`;
const LEAVE = 'DELETE FROM relay WHERE id = ?';
// By way of JSON: `doctor` looks at tables of the version before, too, which have no such column.
const ALL = `
  SELECT id, host, address, version, config_digest AS "configDigest", secrets_digest AS "secretsDigest",
         to_jsonb(relay) ->> 'secret_prints' AS "secretPrints", ${SERVER_NOW} - seen_at AS "seenMsAgo"
  FROM relay WHERE seen_at >= ${SERVER_NOW} - ${GONE_AFTER_MS} ORDER BY started_at, id`;

/** Says that this relay is there, and forgets those that are not any more. @throws StoreFault */
export async function heartbeat(sql: Sql, self: RelayRow): Promise<void> {
  const { id, host, address, version, configDigest, secretsDigest, secretPrints } = self;
  await sql.run(PUT, id, host, address, version, configDigest, secretsDigest, JSON.stringify(secretPrints));
  await sql.run(ERASE_GONE);
}

/** @throws StoreFault */
export async function leave(sql: Sql, id: string): Promise<void> {
  await sql.run(LEAVE, id);
}

/** Every relay that was there a moment ago, the oldest first. @throws StoreFault */
export async function relaysOn(sql: Sql): Promise<SeenRelay[]> {
  const rows = await sql.all<Omit<SeenRelay, 'secretPrints'> & { secretPrints: string | null }>(ALL);
  return rows.map((row) => ({ ...row, secretPrints: printsIn(row.secretPrints) }));
}
