import { relaysOn, type SeenRelay } from '../postgres/relays.ts';
import {
  ASKING_SECRETS,
  NO_SECRET,
  type AskingSecret,
  type SecretPrints,
} from '../postgres/secret-prints.ts';
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
    ...difference(
      relays,
      ({ configDigest }) => configDigest,
      (found) => fail('relays', `not all have the same config: ${found}`, copy),
    ),
    ...difference(
      relays,
      ({ secretsDigest }) => secretsDigest,
      (found) =>
        fail(
          'relays',
          `not all have the same webhook secrets: ${found}; some webhooks get 401`,
          `${copy} (webhook-secrets, or ALLO_WEBHOOK_SECRETS and a restart)`,
        ),
    ),
    ...ASKING_SECRETS.flatMap((name) =>
      difference(
        relays,
        ({ secretPrints }) => printSaid(secretPrints, name),
        (found) =>
          fail('relays', `not all have the same ${name}: ${found}; ${WITHOUT[name]}`, `${copy} (${name})`),
      ),
    ),
    ...difference(
      relays,
      ({ version }) => version,
      (found) =>
        warn(
          'relays',
          `not all are of one version: ${found}`,
          'end the upgrade: restart those that are left',
        ),
    ),
  ];
}

/** What comes of it when relays have another one, or none. */
const WITHOUT: Readonly<Record<AskingSecret, string>> = {
  'allo-api-key': 'Allo is asked with that of the relay whose turn it is',
  'crm-secret': 'each finds records with its own, and tells the others nothing of them',
};

/** Null: it does not say. */
function printSaid(prints: SecretPrints | null, name: AskingSecret): string | null {
  return prints?.[name] ?? null;
}

/** Those who have the same stand together; whoever has not said what they have stands with nobody. */
function difference(
  relays: readonly SeenRelay[],
  what: (relay: SeenRelay) => string | null,
  finding: (found: string) => Finding,
): Finding[] {
  const groups = [...Map.groupBy(relays, what)].filter(([value]) => value !== null);
  if (groups.length < 2) return [];
  const hosts = Map.groupBy(relays, ({ host }) => host);
  // Several of one machine, or containers of one name, differ in their addresses.
  const nameOf = ({ host, address }: SeenRelay): string =>
    hosts.get(host)?.length === 1 ? host : `${host} (${address ?? 'starting'})`;
  const said = groups.map(
    ([value, group]) => `${group.map(nameOf).join(', ')}${value === NO_SECRET ? ' (none)' : ''}`,
  );
  return [finding(said.join(' | '))];
}
