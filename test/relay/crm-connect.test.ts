import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { RELAY } from '../../scripts/relay/process.ts';
import { until } from '../fixtures/until.ts';
import { afterEach, describe, expect, it } from 'vitest';
import { NORA } from '../fixtures/allo.ts';
import { runOn } from '../fixtures/crm/command.ts';
import { ATTIO_TOKEN, startAttio, type AttioStandIn } from '../fixtures/crm/attio.ts';
import { HUBSPOT_KEY, startHubspot, type HubspotStandIn } from '../fixtures/crm/hubspot.ts';
import { relayLab, type LabRelay } from '../fixtures/relay/lab.ts';

const lab = relayLab();
afterEach(lab.cleanUp);

const ACME = { preset: 'attio', workspace: 'acme-sales' };

async function attio(): Promise<AttioStandIn> {
  const crm = await startAttio();
  lab.onCleanUp(crm.close);
  return crm;
}

async function hubspot(): Promise<HubspotStandIn> {
  const crm = await startHubspot();
  lab.onCleanUp(crm.close);
  return crm;
}

async function status(relay: LabRelay): Promise<Record<string, unknown>> {
  return await relay.cli('crm', 'status');
}

describe('crm connect', () => {
  it('tries a secret, finds the account and its rights, and says what to write; it keeps nothing', async () => {
    const folder = await lab.folder();
    const crm = await hubspot();
    const { code, out, prompts } = await runOn(
      folder,
      crm,
      [`${HUBSPOT_KEY}\n`],
      'crm',
      'connect',
      '--crm',
      'hubspot',
    );
    expect(code).toBe(0);
    expect(prompts).toEqual([expect.stringContaining('not shown')]);
    expect(out).toMatch(/"crm": \{"preset":"hubspot","portal":"\d+","host":"app[a-z0-9-]*\.hubspot\.com"\}/);
    expect(out).toContain('ok    crm.objects.deals.read');
    expect(out).toContain('--write');
    expect(out).not.toContain(HUBSPOT_KEY);
    expect(await readdir(folder)).toEqual([]);
    expect(crm.complaints).toEqual([]);
  });

  it('names every right that is missing, with what is lost without it', async () => {
    const crm = await hubspot();
    const all = crm.scopes;
    for (const lost of all) {
      crm.scopes = all.filter((scope) => scope !== lost);
      const { code, out } = await runOn(
        await lab.folder(),
        crm,
        [HUBSPOT_KEY],
        'crm',
        'connect',
        '--crm',
        'hubspot',
        '--json',
      );
      expect(code).toBe(0);
      const { rights } = JSON.parse(out) as { rights: { name: string; granted: boolean; without: string }[] };
      const lacking = rights.filter(({ granted }) => !granted);
      expect(lacking.map(({ name }) => name)).toEqual([lost]);
      expect(lacking[0]?.without).toMatch(/\w{3}/);
    }
  });

  it('with --write puts the account into the config as the admin wrote it, and the secret where only the relay reads it', async () => {
    const crm = await attio();
    const folder = await lab.folder();
    const file = join(folder, 'relay.config.json');
    const before =
      '{\n\t"retentionDays": 7,\n\t"crm": { "preset": "attio", "workspace": "old", "ids": { "contact": ["person.attio_id"] } },\n\t"ringWindow": 60\n}\n';
    await writeFile(file, before, { mode: 0o640 });
    const { code, out } = await runOn(folder, crm, [ATTIO_TOKEN], 'crm', 'connect', '--write');
    expect(code).toBe(0);
    expect(out).toContain('No relay runs');
    expect(await readFile(file, 'utf8')).toBe(before.replace('"old"', '"acme-sales"'));
    expect((await stat(file)).mode & 0o777).toBe(0o640);
    expect((await stat(join(folder, 'crm-secret'))).mode & 0o777).toBe(0o600);
    expect(await readFile(join(folder, 'crm-secret'), 'utf8')).toContain(ATTIO_TOKEN);
  });

  it('with --write makes a config where there is none, and replaces the CRM of before', async () => {
    const crm = await attio();
    const folder = await lab.folder();
    const file = join(folder, 'relay.config.json');
    await runOn(folder, crm, [ATTIO_TOKEN], 'crm', 'connect', '--crm', 'attio', '--write');
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({ crm: ACME });
    const other = await hubspot();
    await runOn(folder, other, [HUBSPOT_KEY], 'crm', 'connect', '--crm', 'hubspot', '--write');
    expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ crm: { preset: 'hubspot' } });
  });

  it('takes effect in the running relay at once', async () => {
    const crm = await attio();
    const relay = await lab.start({ agents: [NORA], crmUrl: crm.url });
    expect(await status(relay)).toMatchObject({ running: true, standing: 'not-configured' });
    const { out } = await runOn(
      relay.folder,
      crm,
      [ATTIO_TOKEN],
      'crm',
      'connect',
      '--crm',
      'attio',
      '--write',
      '--json',
    );
    expect(JSON.parse(out)).toMatchObject({ inForce: true, config: ACME });
    expect(await status(relay)).toMatchObject({
      running: true,
      standing: 'in-use',
      secret: { from: 'file' },
    });
    expect(await relay.metric('ringside_crm_in_use')).toBe(1);
  });

  it.each([
    ['no secret', [''], [], 2],
    ['a secret with a blank', ['two words'], [], 2],
    ['an id and a secret where one token is taken', ['client-id 12345678\nclient-secret 12345678'], [], 2],
    ['a secret that is not taken', ['0123456789abcdef'], [], 1],
    ['a CRM that is not asked', ['0123456789abcdef'], ['--crm', 'siebel'], 2],
  ])('refuses %s, says why, and repeats none of it', async (_, answers, args, exit) => {
    const folder = await lab.folder();
    const { code, out, error } = await runOn(
      folder,
      await attio(),
      answers,
      'crm',
      'connect',
      '--crm',
      'attio',
      ...args,
      '--write',
    );
    expect(code).toBe(exit);
    expect(out).toBe('');
    expect(error).toMatch(/^ringside-relay: .{10}/);
    for (const word of answers
      .join(' ')
      .split(/\s/)
      .filter((w) => w.length > 3 && !w.startsWith('client-'))) {
      expect(error).not.toContain(word);
    }
    expect(await readdir(folder)).toEqual([]);
  });

  it('leaves a config alone that it cannot read, and then keeps no secret either', async () => {
    const folder = await lab.folder();
    await writeFile(join(folder, 'relay.config.json'), '{"crm": }');
    const { code, error } = await runOn(
      folder,
      await attio(),
      [ATTIO_TOKEN],
      'crm',
      'connect',
      '--crm',
      'attio',
      '--write',
    );
    expect(code).toBe(1);
    expect(error).toContain('was left as it is');
    expect(await readdir(folder)).toEqual(['relay.config.json']);
  });

  it('says when the CRM cannot be reached', async () => {
    const crm = await attio();
    await crm.close();
    const { code, error } = await runOn(
      await lab.folder(),
      crm,
      [ATTIO_TOKEN],
      'crm',
      'connect',
      '--crm',
      'attio',
    );
    expect(code).toBe(1);
    expect(error).toContain('ECONNREFUSED');
  });

  it('sends a secret to no other place than this machine in place of the CRM', async () => {
    for (const url of ['https://evil.test', 'http://127.0.0.1:80@evil.test', 'http://10.0.0.1:80']) {
      const { code, error } = await runOn(
        await lab.folder(),
        { url },
        [ATTIO_TOKEN],
        'crm',
        'connect',
        '--crm',
        'attio',
      );
      expect([code, error]).toEqual([1, expect.stringContaining('RINGSIDE_CRM_URL')]);
    }
  });

  it.runIf(process.platform === 'linux')('asks for the secret at a terminal without showing it', async () => {
    const crm = await attio();
    const folder = await lab.folder();
    // A real terminal, of util-linux: what is typed the moment that the prompt is there is not shown either.
    const command = `'${process.execPath}' '${RELAY}' crm connect --crm attio --data '${folder}' --crm-url ${crm.url}`;
    const child = spawn('script', ['-qec', command, '/dev/null'], { stdio: ['pipe', 'pipe', 'ignore'] });
    lab.onCleanUp(() => child.kill('SIGKILL'));
    let shown = '';
    child.stdout.on('data', (chunk: Buffer) => {
      const isAsked = shown.includes('not shown');
      shown += chunk.toString();
      if (!isAsked && shown.includes('not shown')) child.stdin.write(`${ATTIO_TOKEN}\r`);
    });
    await until('the answer', () => shown.includes('takes the secret'));
    expect(shown).not.toContain(ATTIO_TOKEN.slice(0, 8));
  });
});
