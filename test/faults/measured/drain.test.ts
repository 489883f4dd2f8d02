import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, describe, expect, it } from 'vitest';
import { newSecret, NORA, SAM } from '../../fixtures/allo.ts';
import { portToKeep } from '../../fixtures/port.ts';
import { goLive } from '../../fixtures/relay/agent-socket.ts';
import { cliOn, relayLab } from '../../fixtures/relay/lab.ts';
import { spawnRelay } from '../../../scripts/relay/process.ts';
import { rawSocket } from '../../fixtures/relay/raw-socket.ts';
import { startSenders } from '../../fixtures/relay/senders.ts';
import { until } from '../../fixtures/until.ts';
import { atLength } from '../length.ts';
import { CONFIG, webhookOf } from '../team.ts';

const lab = relayLab();
afterEach(lab.cleanUp);

const ROUNDS = atLength({ short: 3, full: 20 });

describe('SIGTERM under load', () => {
  it(
    `ends within 5 s with everything that was answered 2xx kept, ${ROUNDS} times over`,
    async () => {
      const folder = await lab.folder();
      const secret = newSecret();
      await writeFile(join(folder, 'relay.config.json'), JSON.stringify(CONFIG));
      for (const agent of [NORA, SAM]) await cliOn(folder, ['agents', 'add', agent]);
      const { token } = await cliOn(folder, ['devices', 'token', NORA]);
      const port = await portToKeep();
      let relay = await spawnRelay({ folder, secret, port });
      lab.onCleanUp(() => relay.kill('SIGKILL'));
      const { url } = relay;
      const senders = startSenders({ url: () => url, secret, count: 16, webhook: webhookOf });
      lab.onCleanUp(() => senders.finish());
      for (let round = 0; round < ROUNDS; round += 1) {
        const [reading, hanging] = [await goLive(url, String(token)), await goLive(url, String(token))];
        lab.onCleanUp(hanging.drop);
        // Somebody who never finishes a request, and somebody who says nothing.
        const slow = rawSocket(url);
        const silent = rawSocket(url);
        lab.onCleanUp(slow.drop);
        lab.onCleanUp(silent.drop);
        slow.send('POST /webhooks/allo HTTP/1.1\r\nContent-Length: 10\r\n');
        hanging.hang();
        const had = senders.accepted.length;
        await until('the load to go on', () => senders.accepted.length > had + Math.random() * 100);
        const answered = [...senders.accepted];
        const since = performance.now();
        expect(await relay.kill('SIGTERM')).toBe(0);
        expect(performance.now() - since).toBeLessThan(5000);
        expect(await reading.closed).toBe(1012);
        const db = new DatabaseSync(join(folder, 'journal.db'), { readOnly: true });
        const kept = new Set(
          db
            .prepare('SELECT id FROM webhook')
            .all()
            .map((row) => row['id']),
        );
        db.close();
        expect(answered.filter((id) => !kept.has(id))).toEqual([]);
        relay = await spawnRelay({ folder, secret, port });
        expect(relay.url, relay.stderr()).toBe(url);
      }
      await senders.finish();
      const refused = [...senders.refused.keys()].filter((status) => status !== 503);
      expect(refused).toEqual([]);
    },
    ROUNDS * 12_000,
  );
});
