import { execFile } from 'node:child_process';
import { chmod, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { RELAY, spawnRelay } from '../../scripts/relay/process.ts';
import { newSecret, NORA, ring } from '../fixtures/allo.ts';
import { addAna, startConnected, startHubspotFor } from '../fixtures/crm/relay-with-crm.ts';
import { runOn } from '../fixtures/crm/command.ts';
import { ATTIO_SCOPES, ATTIO_TOKEN, startAttio, type AttioStandIn } from '../fixtures/crm/attio.ts';
import { doctor } from '../fixtures/relay/doctor.ts';
import { relayLab, storeOf, type LabRelay } from '../fixtures/relay/lab.ts';
import { until } from '../fixtures/until.ts';

const lab = relayLab();
afterEach(lab.cleanUp);

const ACME = { preset: 'attio', workspace: 'acme-sales' };

async function attio(): Promise<AttioStandIn> {
  const crm = await startAttio();
  lab.onCleanUp(crm.close);
  return crm;
}

async function status(relay: LabRelay): Promise<Record<string, unknown>> {
  return await relay.cli('crm', 'status');
}

describe('crm status', () => {
  it('without a relay asks the CRM itself', async () => {
    const crm = await attio();
    const folder = await lab.folder();
    await runOn(folder, crm, [ATTIO_TOKEN], 'crm', 'connect', '--crm', 'attio', '--write');
    crm.scopes = ATTIO_SCOPES.filter((scope) => !scope.startsWith('user'));
    const { code, out } = await runOn(folder, crm, [], 'crm', 'status');
    expect(code).toBe(0);
    expect(out).toContain('Attio: asked for records');
    expect(out).toContain('no relay runs here');
    expect(out).toContain('lacks     user_management:read');
    crm.isActive = false;
    const gone = await runOn(folder, crm, [], 'crm', 'status', '--json');
    expect(JSON.parse(gone.out)).toMatchObject({
      running: false,
      standing: 'not-known-yet',
      trouble: { trouble: expect.any(String) },
    });
  });

  it('counts what was found, and what is kept of it', async () => {
    const hubspot = await startHubspotFor(lab);
    const ana = addAna(hubspot);
    const at = await startConnected(lab, hubspot);
    const device = await at.live(NORA);
    await at.relay.post(ring({ from_number: '+33199001234' }));
    await device.frame('records');
    const numbers = await until('the numbers', async () => {
      const { records } = await status(at.relay);
      const { kept, found } = records as { kept: number; found: Record<string, number> };
      return kept === 1 && found['certain'] === 1 ? records : null;
    });
    expect(numbers).toMatchObject({ found: { none: 0, several: 0 }, cache: { miss: 1 } });
    const { out } = await runOn(at.relay.folder, hubspot, [], 'crm', 'status');
    expect(out).toContain('1 contacts whose record is certain');
    expect(out).toContain('1 certain, 0 several');
    expect(out).not.toContain(ana.contact);
    // The log tells of each question, and not of whom it was.
    expect(at.relay.log()).toMatch(/"read":"\w+","ms":\d+,"msg":"the CRM answered"/);
    expect(at.relay.log()).not.toMatch(/33199001234|lopez|Globex/i);
  });

  it('tells what is in the way, in words and for programs, as does doctor', async () => {
    const crm = await attio();
    const relay = await lab.start({
      agents: [NORA],
      crmUrl: crm.url,
      config: { crm: { ...ACME, workspace: 'another' } },
    });
    const about = async (): Promise<string> =>
      (await doctor(relay.folder, relay.secret, '--crm-url', crm.url)).checks
        .filter(({ about: what }) => what === 'crm')
        .map(({ level, found, todo }) => `${level} ${found} ${todo ?? ''}`)
        .join('\n');
    expect(await about()).toMatch(/^ok .*search page/);
    await writeFile(join(relay.folder, 'crm-secret'), ATTIO_TOKEN, { mode: 0o644 });
    await until('the refusal', async () => JSON.stringify(await status(relay)).includes('chmod 600'));
    expect(await about()).toMatch(/warn .*chmod 600/);
    await chmod(join(relay.folder, 'crm-secret'), 0o640);
    await until('the account', async () => (await status(relay))['standing'] === 'other-account');
    expect(await about()).toContain('"workspace":"acme-sales"');
    expect(await about()).toMatch(/warn others may read .*crm-secret chmod 600/);
    expect((await runOn(relay.folder, crm, [], 'crm', 'status')).out).toContain(
      'the secret is of another account',
    );
    crm.scopes = ATTIO_SCOPES.filter((scope) => !scope.startsWith('user'));
    await writeFile(relay.configFile, JSON.stringify({ crm: ACME }));
    await until('the rights', async () =>
      JSON.stringify(await status(relay)).includes('user_management:read'),
    );
    expect(await about()).toMatch(/ok Attio is asked for records of /);
    expect(await about()).toMatch(/warn the secret lacks user_management:read: .* add it in Attio/);
    await writeFile(relay.configFile, JSON.stringify({ crm: ACME, records: { ask: false } }));
    await until('it is off', async () => (await status(relay))['standing'] === 'switched-off');
    expect(await about()).toMatch(/^ok .*"ask": false/m);
    await writeFile(relay.configFile, JSON.stringify({ crm: ACME }));
    await writeFile(join(relay.folder, 'crm-secret'), 'a-token-that-is-none', { mode: 0o600 });
    await until('the refusal', async () =>
      JSON.stringify(await status(relay)).includes('"trouble":"refused"'),
    );
    expect(await about()).toMatch(/^warn .*ringside-relay crm connect/m);
    expect(await relay.metric('ringside_crm_failures_total{trouble="refused"}')).toBeGreaterThan(0);
    expect(await relay.metric('ringside_crm_breaker_open')).toBe(1);
  });
});

describe('a relay whose CRM hangs', () => {
  it('stops no slower than the others', async () => {
    const crm = await attio();
    const folder = await lab.folder();
    await writeFile(join(folder, 'relay.config.json'), JSON.stringify({ crm: ACME }));
    crm.play('hang', { times: 10 });
    const env = { ...storeOf(folder), RINGSIDE_CRM_URL: crm.url, RINGSIDE_CRM_TOKEN: ATTIO_TOKEN };
    const relay = await spawnRelay({ folder, secret: newSecret(), env });
    lab.onCleanUp(() => relay.kill('SIGKILL'));
    await until('the request', () => crm.requests.length > 0);
    const from = performance.now();
    expect(await relay.kill('SIGTERM')).toBe(0);
    expect(performance.now() - from).toBeLessThan(8000);
    expect(relay.stderr()).not.toContain('closing hangs');
  });
});

describe('the secret of a CRM', () => {
  it('is in no output: log, metrics, doctor, status, help, processes, backup, journal', async () => {
    const crm = await attio();
    const folder = await lab.folder();
    await runOn(folder, crm, [ATTIO_TOKEN], 'crm', 'connect', '--crm', 'attio', '--write');
    const secret = newSecret();
    const relay = await spawnRelay({
      folder,
      secret,
      env: { ...storeOf(folder), RINGSIDE_CRM_URL: crm.url, RINGSIDE_LOG: 'trace' },
    });
    lab.onCleanUp(() => relay.kill('SIGKILL'));
    await until('the CRM', async () =>
      (await (await fetch(new URL('/metrics', relay.url))).text()).includes('ringside_crm_in_use 1'),
    );
    crm.play({ status: 401, json: { message: ATTIO_TOKEN } }, { times: 50 });
    await chmod(join(folder, 'crm-secret'), 0o644);
    await until('a line in the log', () => relay.stderr().includes('is refused'));
    await chmod(join(folder, 'crm-secret'), 0o600);
    await until('a refusal', () => relay.stderr().includes('"trouble":"refused"'));
    await runOn(folder, crm, [], 'backup', join(folder, 'backup.db'));
    const said = [
      relay.stderr(),
      relay.stdout(),
      await (await fetch(new URL('/metrics', relay.url))).text(),
      await (await fetch(new URL('/readyz', relay.url))).text(),
      JSON.stringify(await doctor(folder, secret, '--crm-url', crm.url)),
      JSON.stringify(await runOn(folder, crm, [], 'crm', 'status')),
      JSON.stringify(await runOn(folder, crm, [], 'crm', 'status', '--json')),
      JSON.stringify(await runOn(folder, crm, [], '--help')),
      (await promisify(execFile)('ps', ['-eo', 'args'])).stdout,
    ];
    for (const text of said) expect(text).not.toContain(ATTIO_TOKEN);
    const files = (await readdir(folder)).filter((name) => name !== 'crm-secret');
    // In PostgreSQL nothing is backed up by a command.
    if (storeOf(folder)['RINGSIDE_STORE'] === undefined) expect(files).toContain('backup.db');
    for (const name of files) {
      expect((await readFile(join(folder, name))).includes(ATTIO_TOKEN)).toBe(false);
    }
  });

  it('is taken from the environment of a real process, and piped into a real command', async () => {
    const crm = await attio();
    const folder = await lab.folder();
    await writeFile(join(folder, 'relay.config.json'), JSON.stringify({ crm: ACME }));
    const relay = await spawnRelay({
      folder,
      secret: newSecret(),
      env: { ...storeOf(folder), RINGSIDE_CRM_URL: crm.url, RINGSIDE_CRM_TOKEN: ATTIO_TOKEN },
    });
    lab.onCleanUp(() => relay.kill('SIGKILL'));
    await until('the CRM', async () =>
      (await (await fetch(new URL('/metrics', relay.url))).text()).includes('ringside_crm_in_use 1'),
    );
    const piped = promisify(execFile)(process.execPath, [
      RELAY,
      'crm',
      'connect',
      '--data',
      folder,
      '--crm-url',
      crm.url,
      '--json',
    ]);
    piped.child.stdin?.end(`${ATTIO_TOKEN}\n`);
    expect(JSON.parse((await piped).stdout)).toMatchObject({ crm: 'attio', config: ACME, written: null });
    expect(relay.stderr()).not.toContain(ATTIO_TOKEN);
  });

  it('that cannot be one stops the start with what to correct, without repeating it', async () => {
    const relay = await spawnRelay({
      folder: await lab.folder(),
      secret: newSecret(),
      env: { RINGSIDE_CRM_TOKEN: 'two words of a secret' },
    });
    expect(await relay.exited).toBe(1);
    expect(relay.stderr()).toContain('RINGSIDE_CRM_TOKEN');
    expect(relay.stderr()).not.toContain('words of');
  });
});
