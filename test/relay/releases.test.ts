import { writeFile } from 'node:fs/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { Crm } from '../../src-shared/crm/config.ts';
import { SUBPROTOCOL } from '../../src-shared/wire/protocol.ts';
import { answer, completed, NORA, ring, sms } from '../fixtures/allo.ts';
import { relayLab } from '../fixtures/relay/lab.ts';
import { until } from '../fixtures/until.ts';
import { keptReleases } from '../fixtures/wire/releases.ts';
import { CRMS } from '../unit/shared/crm/every-preset.ts';

const lab = relayLab();
afterEach(lab.cleanUp);
const releases = await keptReleases();

/** Everything that an admin can set, at what every release knows. */
const CONFIG = {
  ringWindow: 60,
  closedStages: ['won'],
  lines: { '+33199003300': { name: 'Sales', agents: [NORA] } },
  crm: { preset: 'pipedrive', company: 'acme', ids: { deal: ['deal.pipedrive_id'] } },
  app: { fixed: { historyDays: 90 }, defaults: { theme: 'dark' } },
};

describe.each(releases)('this relay, to the app of release $version', ({ readRelayFrame }) => {
  it('says nothing that it would lose: a call, a claim, a new policy, a reset', async () => {
    const relay = await lab.start({ agents: [NORA], config: CONFIG });
    const { token } = await relay.device(NORA);
    const said: string[] = [];
    const connect = async (cursor: object): Promise<WebSocket> => {
      const socket = new WebSocket(new URL('/agent', relay.url.replace(/^http/, 'ws')), SUBPROTOCOL, {
        headers: { authorization: `Bearer ${token}` },
      });
      lab.onCleanUp(() => socket.terminate());
      socket.on('message', (data) => said.push(String(data)));
      await new Promise((resolve, reject) => socket.on('open', resolve).on('error', reject));
      // As that app says hello, and as this one may.
      socket.send(JSON.stringify({ type: 'resume', ...cursor }));
      return socket;
    };
    const heard = (type: string) => said.filter((text) => text.startsWith(`{"type":"${type}"`));
    const socket = await connect({ epoch: null, after: 0, can: ['records', 'release'] });
    await until('live', () => heard('live').length === 1);
    for (const body of [ring(), answer(), completed(), sms()]) await relay.post(body);
    await until('the events', () => heard('event').length === 4);
    const { call } = JSON.parse(heard('event')[0] ?? '') as { call: string };
    socket.send(JSON.stringify({ type: 'claim', call }));
    await until('the claim', () => heard('claimed').length === 1);
    await writeFile(
      relay.configFile,
      JSON.stringify({ ...CONFIG, crm: { preset: 'hubspot', portal: '42' } }),
    );
    await until('the policy', () => heard('policy').length === 1);
    await connect({ epoch: 'another', after: 7 });
    await until('live again', () => heard('live').length === 2);
    for (const text of said) {
      const json = JSON.parse(text) as Record<string, unknown>;
      const read = readRelayFrame(text) as Record<string, unknown> | null;
      expect(read, text.slice(0, 100)).toMatchObject({ type: json['type'] });
      for (const field of [
        'agent',
        'epoch',
        'from',
        'head',
        'seq',
        'call',
        'topic',
        'webhookId',
        'ageMs',
        'data',
      ])
        expect(read?.[field], field).toEqual(json[field]);
    }
    const policies = [...heard('welcome'), ...heard('policy')].map((text) => readRelayFrame(text));
    for (const frame of policies)
      expect(frame).toMatchObject({
        policy: { ringWindow: 60, lines: [{ name: 'Sales' }], app: { fixed: { historyDays: 90 } } },
      });
    expect(policies.at(-1)).toMatchObject({ policy: { crm: { preset: 'hubspot', portal: '42' } } });
  });

  it('says a policy that it reads, whatever the CRM, and to a newer one the CRM as well', async () => {
    const relay = await lab.start({ agents: [NORA], config: CONFIG });
    const { token } = await relay.device(NORA);
    const listen = async (can?: readonly string[]) => {
      const socket = new WebSocket(new URL('/agent', relay.url.replace(/^http/, 'ws')), SUBPROTOCOL, {
        headers: { authorization: `Bearer ${token}` },
      });
      lab.onCleanUp(() => socket.terminate());
      const said: string[] = [];
      socket.on('message', (data) => said.push(String(data)));
      await new Promise((resolve, reject) => socket.on('open', resolve).on('error', reject));
      socket.send(JSON.stringify({ type: 'resume', epoch: null, after: 0, ...(can && { can }) }));
      await until('live', () => said.some((text) => text.startsWith('{"type":"live"')));
      return { said, socket };
    };
    const crmIn = (frame: object | null) => (frame as { policy?: { crm?: Crm | null } } | null)?.policy?.crm;
    const [then, today] = await Promise.all([listen(), listen(['release'])]);
    let ringWindow = 30;
    for (const crm of Object.values(CRMS)) {
      ringWindow += 1;
      const told = ({ said }: { readonly said: readonly string[] }) =>
        said.filter((text) => text.includes(`"ringWindow":${ringWindow}`));
      await writeFile(relay.configFile, JSON.stringify({ ...CONFIG, ringWindow, crm }));
      await until('the policy', () => told(then).length === 1 && told(today).length === 1);
      const fresh = await listen();
      fresh.socket.close();
      const frames = [...told(then), ...told(fresh)];
      expect(frames).toHaveLength(2);
      for (const text of frames) {
        const read = readRelayFrame(text);
        expect(read, crm.preset).toMatchObject({ policy: { ringWindow, lines: [{ name: 'Sales' }] } });
        expect([null, crm.preset]).toContain(crmIn(read)?.preset ?? null);
      }
      expect(crmIn(JSON.parse(told(today)[0] ?? '') as object)).toEqual(crm);
    }
  });
});
