import { createHash } from 'node:crypto';
import { hostname } from 'node:os';
import type { RelaysHere } from '../journal/store.ts';
import { leave, relaysOn, sayHere, type RelayRow, type SeenRelay } from '../postgres/relays.ts';
import type { Sql } from '../sql/sql.ts';
import { StoreFault } from '../sql/sql.ts';
import { VERSION } from '../version.ts';
import type { Opening } from './opening.ts';

const EVERY_MS = 3000;

/** Says again and again that this relay is there, and knows which others are. */
export function sayWhoIsHere(opening: Opening, sql: Sql, id: string): RelaysHere {
  const { closing, config, secrets, trouble } = opening;
  const host = hostname();
  let address: string | null = null;
  let seen: readonly SeenRelay[] = [];
  let isSaying = false;
  let isClosed = false;

  const self = (): RelayRow => ({
    id,
    host,
    address,
    version: VERSION,
    configDigest: config.digest() ?? 'defaults',
    secretsDigest: digestOf(secrets.current().map(({ fingerprint }) => fingerprint)),
  });

  async function say(): Promise<void> {
    if (isSaying || isClosed) return;
    isSaying = true;
    try {
      await sayHere(sql, self());
      seen = await relaysOn(sql);
    } catch (error) {
      // Of a server that is not there, others tell.
      if (!(error instanceof StoreFault) || error.kind !== 'unavailable') trouble(error);
    }
    isSaying = false;
  }

  const timer = setInterval(() => void say(), EVERY_MS);
  closing.add(async () => {
    isClosed = true;
    clearInterval(timer);
    // It is gone within half a minute anyway.
    await leave(sql, id).catch(() => undefined);
  });
  return {
    id,
    listeningAt: async (url) => {
      address = url;
      await say();
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
      }));
    },
  };
}

/** The same for the same secrets in any order. */
function digestOf(fingerprints: readonly string[]): string {
  return createHash('sha256')
    .update([...fingerprints].sort().join('\n'))
    .digest('hex');
}
