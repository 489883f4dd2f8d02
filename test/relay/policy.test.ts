import { chmod, chown, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { watchConfig, type LoadedConfig } from '../../src-relay/config/file.ts';
import { lookOf } from '../../src-relay/files/file-watch.ts';
import { spawnRelay } from '../../scripts/relay/process.ts';
import { answer, newSecret, NORA, ring } from '../fixtures/allo.ts';
import { relayLab, storeOf } from '../fixtures/relay/lab.ts';
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
    // One call, however long the relay takes to see the new config.
    const started_at = new Date().toISOString();
    await relay.post(answer({ started_at, user_email: 'somebody@else.example' }));
    await writeFile(
      relay.configFile,
      JSON.stringify({ lines: { '+33199003300': { name: 'Sales', agents: [NORA] } } }),
    );
    await nora.frame('policy');
    await relay.post(ring({ started_at, user_email: null }));
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
    const seen = await lookOf(file);
    await writeFile(file, '{"ringWindow": 120}');
    let ringWindow = 0;
    const parts = {
      changed: ({ config }: LoadedConfig) => void ({ ringWindow } = config),
      refused: () => {},
      missing: () => {},
    };
    lab.onCleanUp(watchConfig(file, seen, 10, parts).stop);
    await until('the change', () => ringWindow === 120);
  });

  it('that could not be read is read as soon as it can be, although nobody changed it', async () => {
    const folder = await lab.folder();
    const file = join(folder, 'relay.config.json');
    await writeFile(file, '{"ringWindow": 60}');
    // Root may read everything: the relay runs as somebody else.
    const isRoot = process.getuid?.() === 0;
    if (isRoot) await chown(folder, 65_534, 65_534);
    const relay = await spawnRelay({
      folder,
      secret: newSecret(),
      env: storeOf(folder),
      under: isRoot ? ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'] : [],
    });
    lab.onCleanUp(() => relay.kill('SIGKILL'));
    await writeFile(file, '{"ringWindow": 90}');
    await until('the new config', () => relay.stderr().includes('was reloaded'));
    await chmod(file, 0o000);
    await until('word of it', () => relay.stderr().includes('cannot be read (EACCES)'));
    await chmod(file, 0o644);
    await until('the config again', () => relay.stderr().split('was reloaded').length === 3);
    expect(relay.stderr().split('cannot be read')).toHaveLength(2);
  });
});
