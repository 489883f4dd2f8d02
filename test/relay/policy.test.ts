import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { fingerprint, watchConfig } from '../../src-relay/config/file.ts';
import type { RelayConfig } from '../../src-relay/config/schema.ts';
import { answer, NORA, ring } from '../fixtures/allo.ts';
import { relayLab } from '../fixtures/relay/lab.ts';
import { until } from '../fixtures/until.ts';

const lab = relayLab();
afterEach(lab.cleanUp);

describe('the policy', () => {
  it('is pushed to live devices when the admin changes the config, and a bad config changes nothing', async () => {
    const relay = await lab.start({ agents: [NORA] });
    const nora = await relay.live(NORA);
    for (const bad of ['{"ringWindow": "long"}', '{"ringwindow": 30}', '{']) {
      const before = relay.log().length;
      await writeFile(relay.configFile, bad);
      await until(`${bad} to be refused`, () => relay.log().slice(before).includes('is refused'));
    }
    expect(relay.log()).toContain('relay.config.json: ringWindow: expected number');
    expect(nora.frames.filter((f) => f.type === 'policy')).toEqual([]);
    await writeFile(
      relay.configFile,
      JSON.stringify({ ringWindow: 30, crm: { preset: 'pipedrive', company: 'acme' } }),
    );
    const { policy } = await nora.frame('policy');
    expect(policy).toMatchObject({ ringWindow: 30, crm: { preset: 'pipedrive', company: 'acme' } });
    await relay.cli('agents', 'add', NORA, '--name', 'Nora Berg', '--alias', 'n.berg@old.example');
    expect((await nora.frame('policy', 2)).policy.agents).toEqual([
      { email: NORA, name: 'Nora Berg', aliases: ['n.berg@old.example'] },
    ]);
    const later = await relay.live(NORA);
    expect((await later.frame('welcome')).policy).toMatchObject({
      ringWindow: 30,
      agents: [{ name: 'Nora Berg' }],
    });
  });

  it('routes by lines that were added while the relay runs', async () => {
    const relay = await lab.start({ agents: [NORA] });
    const nora = await relay.live(NORA);
    await relay.post(answer({ user_email: 'somebody@else.example' }));
    await writeFile(
      relay.configFile,
      JSON.stringify({ lines: { '+33199003300': { name: 'Sales', agents: [NORA] } } }),
    );
    await nora.frame('policy');
    await relay.post(ring({ user_email: null }));
    const events = await nora.eventCount(2);
    expect(events.map((e) => e.topic)).toEqual(['call.answered', 'call.received']);
  });
});

describe('the config', () => {
  it('stays in force while its file is gone, and is read when it is there again', async () => {
    const relay = await lab.start({ agents: [NORA], config: { ringWindow: 30 } });
    const nora = await relay.live(NORA);
    await rm(relay.configFile);
    await until('word of it', () => relay.log().includes('the config file is gone'));
    expect((await (await relay.live(NORA)).frame('welcome')).policy.ringWindow).toBe(30);
    const other = `${relay.configFile}.new`;
    await writeFile(other, '{"ringWindow": 60}');
    await rename(other, relay.configFile);
    expect((await nora.frame('policy')).policy.ringWindow).toBe(60);
    expect(nora.frames.filter((frame) => frame.type === 'policy')).toHaveLength(1);
  });

  it('that changes while the relay starts is taken up too', async () => {
    const folder = await lab.folder();
    const file = join(folder, 'relay.config.json');
    await writeFile(file, '{"ringWindow": 30}');
    const seen = await fingerprint(file);
    await writeFile(file, '{"ringWindow": 120}');
    let ringWindow = 0;
    const parts = {
      changed: (config: RelayConfig) => void ({ ringWindow } = config),
      refused: () => {},
      missing: () => {},
    };
    lab.onCleanUp(watchConfig(file, seen, 10, parts));
    await until('the change', () => ringWindow === 120);
  });
});
