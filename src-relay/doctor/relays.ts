import type { Sql } from '../sql/sql.ts';
import { fail, ok, warn, type Finding } from './finding.ts';

/** A relay says every few seconds that it is there. */
const ALIVE_MS = 30_000;

/** A relay as it says of itself. Digests are hashes: two relays that differ in them answer differently. */
interface Relay {
  readonly host: string;
  readonly address: string | null;
  readonly version: string;
  readonly config: string;
  readonly secrets: string;
}

const ALIVE = `
  SELECT host, address, version, config_digest AS config, secrets_digest AS secrets FROM relay
  WHERE seen_at > ? ORDER BY host, started_at`;

/** The relays that share the database: who is there, and do they all answer alike? @param now ms since 1970 */
export async function lookAtRelays(sql: Sql, now: number): Promise<Finding[]> {
  const relays = await sql.all<Relay>(ALIVE, now - ALIVE_MS);
  if (relays.length === 0) {
    return [
      warn(
        'relays',
        'none runs on this database now',
        'start one: ringside-relay serve, with RINGSIDE_STORE',
      ),
    ];
  }
  const copy = 'give each the same file; each takes it up within a second';
  const names = relays.map(({ host, address }) => `${host}${address === null ? '' : ` (${address})`}`);
  return [
    ok('relays', `${relays.length} run: ${names.join(', ')}`),
    ...difference(relays, 'config', (found) =>
      fail('relays', `not all have the same config: ${found}`, copy),
    ),
    ...difference(relays, 'secrets', (found) =>
      fail(
        'relays',
        `not all have the same webhook secrets: ${found}; some webhooks get 401`,
        `${copy} (webhook-secrets, or ALLO_WEBHOOK_SECRETS and a restart)`,
      ),
    ),
    ...difference(relays, 'version', (found) =>
      warn('relays', `not all are of one version: ${found}`, 'end the upgrade: restart those that are left'),
    ),
  ];
}

/** Those who have the same stand together. */
function difference(
  relays: readonly Relay[],
  what: 'config' | 'secrets' | 'version',
  finding: (found: string) => Finding,
): Finding[] {
  const groups = [...Map.groupBy(relays, (relay) => relay[what]).values()];
  if (groups.length === 1) return [];
  return [finding(groups.map((group) => group.map(({ host }) => host).join(', ')).join(' | '))];
}
