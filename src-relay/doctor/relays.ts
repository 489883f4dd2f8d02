import { relaysOn, type SeenRelay } from '../postgres/relays.ts';
import type { Sql } from '../sql/sql.ts';
import { fail, ok, warn, type Finding } from './finding.ts';

/** The relays that share the database: who is there, and do they all answer alike? */
export async function lookAtRelays(sql: Sql): Promise<Finding[]> {
  const relays = await relaysOn(sql);
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
    ...difference(relays, 'configDigest', (found) =>
      fail('relays', `not all have the same config: ${found}`, copy),
    ),
    ...difference(relays, 'secretsDigest', (found) =>
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
  relays: readonly SeenRelay[],
  what: 'configDigest' | 'secretsDigest' | 'version',
  finding: (found: string) => Finding,
): Finding[] {
  const groups = [...Map.groupBy(relays, (relay) => relay[what]).values()];
  if (groups.length === 1) return [];
  return [finding(groups.map((group) => group.map(({ host }) => host).join(', ')).join(' | '))];
}
