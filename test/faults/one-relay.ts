import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { newSecret, NORA, post, ring, type Posted } from '../fixtures/allo.ts';
import { cliOn, type Lab } from '../fixtures/relay/lab.ts';
import { spawnRelay, type RelayProcess } from '../../scripts/relay/process.ts';

/** A relay process with one agent, and everything that it ever answered 2xx. */
export interface OneRelay {
  readonly relay: RelayProcess;
  readonly token: string;
  readonly secret: string;
  readonly folder: string;
  /** Posts a ring that is about `padding` bytes big. */
  ring(padding?: number): Promise<Posted>;
  /** Posts rings until one is answered with another status; gives that status. */
  ringUntilRefused(padding: number): Promise<number>;
  readiness(): Promise<{ readonly status: number; readonly text: string }>;
  /** The 2xx'd ids that a journal does not have. */
  missingFrom(folder: string): string[];
}

export async function oneRelay(lab: Lab, parent: string, under: readonly string[] = []): Promise<OneRelay> {
  const folder = join(parent, 'data');
  mkdirSync(folder, { recursive: true });
  const secret = newSecret();
  await cliOn(folder, ['agents', 'add', NORA]);
  const { token } = await cliOn(folder, ['devices', 'token', NORA]);
  const relay = await spawnRelay({ folder, secret, under });
  lab.onCleanUp(() => relay.kill('SIGKILL'));
  const accepted: string[] = [];
  const ringOnce = async (padding = 0): Promise<Posted> => {
    const posted = await post(relay.url, secret, ring({ note: 'x'.repeat(padding) }));
    if (posted.status === 200) accepted.push(posted.id);
    return posted;
  };
  return {
    relay,
    token: String(token),
    secret,
    folder,
    ring: ringOnce,
    ringUntilRefused: async (padding) => {
      for (;;) {
        const { status } = await ringOnce(padding);
        if (status !== 200) return status;
      }
    },
    readiness: async () => {
      const response = await fetch(new URL('/readyz', relay.url));
      return { status: response.status, text: await response.text() };
    },
    missingFrom: (at) => {
      const db = new DatabaseSync(join(at, 'journal.db'), { readOnly: true });
      const there = new Set(
        db
          .prepare('SELECT webhook_id AS id FROM event')
          .all()
          .map((row) => row['id']),
      );
      db.close();
      return accepted.filter((id) => !there.has(id));
    },
  };
}
