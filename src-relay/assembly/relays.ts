import { createHash } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import type { RelaysHere } from '../journal/shared.ts';
import { leave, relaysOn, heartbeat, type RelayRow, type SeenRelay } from '../postgres/relays.ts';
import { differingSecrets, printOf, type SecretPrints } from '../postgres/secret-prints.ts';
import { readErasingKey } from '../sql/erasing-key.ts';
import type { Sql } from '../sql/sql.ts';
import { StoreFault } from '../sql/sql.ts';
import { VERSION } from '../settings/version.ts';
import type { Opening } from './opening.ts';

const EVERY_MS = 3000;
const LEAVE_WITHIN_MS = 500;

/**
 * Says that this relay is there, before it does anything else, again and again, and knows which others are.
 * @throws StoreFault when it cannot be said at first: perhaps since somebody works on the tables without relays
 */
export async function registerRelay(opening: Opening, sql: Sql, id: string): Promise<RelaysHere> {
  const { closing, config, secrets, trouble } = opening;
  const printsNow = await askingSecretPrints(opening, sql);
  const host = hostname();
  let address: string | null = null;
  let seen: readonly SeenRelay[] = [];
  let refreshing: Promise<void> | null = null;
  let isClosed = false;

  const self = (): RelayRow => ({
    id,
    host,
    address,
    version: VERSION,
    configDigest: config.digest() ?? 'defaults',
    secretsDigest: digestOf(secrets.current().map(({ fingerprint }) => fingerprint)),
    secretPrints: printsNow(),
  });

  async function announceAndLook(): Promise<void> {
    await heartbeat(sql, self());
    seen = await relaysOn(sql);
  }

  function refresh(): Promise<void> {
    if (isClosed) return Promise.resolve();
    refreshing ??= announceAndLook()
      .catch((error: unknown) => {
        // Of a server that is not there, others tell.
        if (!(error instanceof StoreFault) || error.kind !== 'unavailable') trouble(error);
      })
      .finally(() => {
        refreshing = null;
      });
    return refreshing;
  }

  async function leaveAtLast(): Promise<void> {
    // What is on its way would bring the row back.
    await refreshing;
    await leave(sql, id).catch(() => undefined);
  }

  await announceAndLook();
  const timer = setInterval(() => void refresh(), EVERY_MS);
  closing.add(async () => {
    isClosed = true;
    clearInterval(timer);
    // It is gone within half a minute anyway: a server that is not there holds nothing up.
    await Promise.race([leaveAtLast(), wait(LEAVE_WITHIN_MS)]);
  });
  return {
    id,
    listeningAt: async (url) => {
      address = url;
      // What is on its way does not have it yet.
      await refreshing;
      await refresh();
    },
    all: () => {
      const own = self();
      return seen.map((relay) => ({
        id: relay.id,
        host: relay.host,
        address: relay.address,
        version: relay.version,
        isThis: relay.id === id,
        sameConfig: relay.id === id || relay.configDigest === own.configDigest,
        sameSecrets: relay.id === id || relay.secretsDigest === own.secretsDigest,
        differingSecrets: relay.id === id ? [] : differingSecrets(own.secretPrints, relay.secretPrints),
      }));
    },
  };
}

/** Prints of the secrets that are in force, whatever they are from. */
async function askingSecretPrints({ apiKey, crmSecret }: Opening, sql: Sql): Promise<() => SecretPrints> {
  const key = await readErasingKey(sql);
  return () => {
    const secret = crmSecret.current()?.secret ?? null;
    return {
      'allo-api-key': printOf(key, 'allo-api-key', apiKey.current()?.key ?? null),
      'crm-secret': printOf(key, 'crm-secret', secret === null ? null : JSON.stringify(secret)),
    };
  };
}

/** The same for the same secrets in any order. */
function digestOf(fingerprints: readonly string[]): string {
  return createHash('sha256')
    .update([...fingerprints].sort().join('\n'))
    .digest('hex');
}
