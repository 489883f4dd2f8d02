import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, describe, expect, it } from 'vitest';
import { spawnRelay, type RelayProcess } from '../../scripts/relay/process.ts';
import { answer, newSecret, NORA, post, ring } from '../fixtures/allo.ts';
import { HUBSPOT_KEY } from '../fixtures/crm/hubspot.ts';
import { addAna, CRM_CONFIG, startHubspotFor, WITHOUT_CRM_ID } from '../fixtures/crm/relay-with-crm.ts';
import { connectAgent, type AgentSocket } from '../fixtures/relay/agent-socket.ts';
import { cliOn, relayLab } from '../fixtures/relay/lab.ts';
import { until } from '../fixtures/until.ts';
import { atLength } from './length.ts';

const lab = relayLab();
afterEach(lab.cleanUp);

const ROUNDS = atLength({ short: 5, full: 40 });

describe('SIGKILL while the CRM is being asked', () => {
  it(
    `loses no event; the next one asks again, and brings the records, ${ROUNDS} times over`,
    async () => {
      const hubspot = await startHubspotFor(lab);
      const ana = addAna(hubspot);
      const folder = await lab.folder();
      const secret = newSecret();
      await writeFile(join(folder, 'relay.config.json'), JSON.stringify(CRM_CONFIG));
      await cliOn(folder, ['agents', 'add', NORA]);
      const { token } = await cliOn(folder, ['devices', 'token', NORA]);
      const env = { RINGSIDE_CRM_URL: hubspot.url, RINGSIDE_CRM_TOKEN: HUBSPOT_KEY };
      let relay: RelayProcess | null = null;
      lab.onCleanUp(() => relay?.kill('SIGKILL'));

      async function start(): Promise<RelayProcess> {
        relay = await spawnRelay({ folder, secret, env });
        const { url } = relay;
        await until('the CRM to be in use', async () =>
          (await (await fetch(new URL('/metrics', url))).text()).includes('ringside_crm_in_use 1'),
        );
        return relay;
      }
      async function device({ url }: RelayProcess): Promise<AgentSocket> {
        const socket = await connectAgent(url, String(token));
        lab.onCleanUp(() => socket.drop());
        socket.send(JSON.stringify({ type: 'resume', epoch: null, after: 0, can: ['records'] }));
        await socket.frame('live');
        return socket;
      }

      for (let round = 0; round < ROUNDS; round += 1) {
        const started_at = new Date().toISOString();
        const person = { ...WITHOUT_CRM_ID.person, id: `con_${round}` };
        const first = await start();
        const asked = hubspot.requests.length;
        hubspot.latency = 300;
        await post(first.url, secret, ring({ ...WITHOUT_CRM_ID, person, started_at }));
        await until('it to be asked', () => hubspot.requests.length > asked);
        const moment = performance.now() + Math.random() * 500;
        await until('a moment', () => performance.now() > moment);
        await first.kill('SIGKILL');
        hubspot.latency = 0;
        const second = await start();
        const noras = await device(second);
        await post(second.url, secret, answer({ started_at }));
        const { call } = noras.events.at(-1) ?? {};
        const told = await until('the records', () =>
          noras.frames.find((frame) => frame.type === 'records' && frame.call === call),
        );
        expect(told).toMatchObject({ contact: { record: { id: ana.contact } } });
        await second.kill('SIGKILL');
      }
      const db = new DatabaseSync(join(folder, 'journal.db'), { readOnly: true });
      lab.onCleanUp(() => db.close());
      expect(db.prepare('SELECT count(*) AS n FROM event').get()).toEqual({ n: 2 * ROUNDS });
      expect(db.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
    },
    ROUNDS * 20_000,
  );
});
