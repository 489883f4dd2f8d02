import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { AskedCrm, CrmSecret } from '../../src-relay/crm/contract.ts';
import { crmSecretIn } from '../../src-relay/crm/secret.ts';
import { NORA } from '../fixtures/allo.ts';
import { ATTIO_TOKEN, startAttio } from '../fixtures/crm/attio.ts';
import { runOn } from '../fixtures/crm/command.ts';
import { HUBSPOT_KEY, startHubspot } from '../fixtures/crm/hubspot.ts';
import { PIPEDRIVE_TOKEN, startPipedrive } from '../fixtures/crm/pipedrive.ts';
import { SALESFORCE_CLIENT, startSalesforce } from '../fixtures/crm/salesforce.ts';
import type { StandIn } from '../fixtures/crm/stand-in.ts';
import { startZoho } from '../fixtures/crm/zoho.ts';
import { ZOHO_CLIENT, ZOHO_ORG } from '../fixtures/crm/zoho-tokens.ts';
import { relayLab } from '../fixtures/relay/lab.ts';
import { until } from '../fixtures/until.ts';

const lab = relayLab();
afterEach(lab.cleanUp);

interface Case {
  readonly crm: AskedCrm;
  readonly start: () => Promise<StandIn>;
  readonly secret: CrmSecret;
  readonly args: readonly string[];
}

const CASES: readonly Case[] = [
  { crm: 'hubspot', start: () => startHubspot(), secret: { kind: 'token', token: HUBSPOT_KEY }, args: [] },
  {
    crm: 'pipedrive',
    start: () => startPipedrive(),
    secret: { kind: 'token', token: PIPEDRIVE_TOKEN },
    args: [],
  },
  { crm: 'attio', start: () => startAttio(), secret: { kind: 'token', token: ATTIO_TOKEN }, args: [] },
  {
    crm: 'salesforce',
    start: () => startSalesforce(),
    secret: SALESFORCE_CLIENT,
    args: ['--domain', 'acme'],
  },
  {
    crm: 'zoho',
    start: () => startZoho(),
    secret: ZOHO_CLIENT,
    args: ['--data-center', 'eu', '--org', ZOHO_ORG],
  },
];

describe.each(CASES)('$crm', ({ crm, start, secret, args }) => {
  const words = secret.kind === 'token' ? [secret.token] : [secret.id, secret.secret];

  async function started(): Promise<StandIn> {
    const standIn = await start();
    lab.onCleanUp(standIn.close);
    return standIn;
  }

  it('is connected with its secret alone, typed or piped, and the running relay asks it at once', async () => {
    const standIn = await started();
    const relay = await lab.start({ agents: [NORA], crmUrl: standIn.url });
    for (const input of [words, [words.join('\n')]]) {
      const { code, out, error } = await runOn(
        relay.folder,
        standIn,
        input,
        'crm',
        'connect',
        '--crm',
        crm,
        ...args,
        '--write',
      );
      expect([code, error]).toEqual([0, '']);
      expect(out).toContain('The running relay asks it from now on.');
      expect(out).not.toContain('lacks');
      for (const word of words) expect(out).not.toContain(word);
    }
    expect(crmSecretIn(await readFile(join(relay.folder, 'crm-secret'), 'utf8'))).toEqual(secret);
    expect(JSON.parse(await readFile(relay.configFile, 'utf8'))).toMatchObject({ crm: { preset: crm } });
    const { out } = await runOn(relay.folder, standIn, [], 'crm', 'test', '+33199001234');
    expect(out).toContain('none: the CRM has nothing like it');
    expect(standIn.complaints).toEqual([]);
  });

  it('with a secret that it does not take says so in words that help, and none of it', async () => {
    const standIn = await started();
    const wrong = words.map((word) => `${word}-wrong`);
    const { code, error } = await runOn(
      await lab.folder(),
      standIn,
      wrong,
      'crm',
      'connect',
      '--crm',
      crm,
      ...args,
    );
    expect(code).toBe(1);
    expect(error.length).toBeGreaterThan(40);
    for (const word of words) expect(error).not.toContain(word);
  });

  it.each([
    ['hangs', 'hang'],
    ['answers HTML', { status: 200, headers: { 'content-type': 'text/html' }, text: '<html>' }],
    ['is down', { status: 503, json: {} }],
    ['cuts the connection', 'drop'],
    ['floods', { flood: 64 * 1024 * 1024 }],
  ] as const)(
    'that %s costs the relay nothing: it starts, takes calls, and says what is wrong',
    async (_, fault) => {
      const standIn = await started();
      const folder = await lab.folder();
      await runOn(folder, standIn, [words.join('\n')], 'crm', 'connect', '--crm', crm, ...args, '--write');
      standIn.play(fault, { times: 1000 });
      const from = performance.now();
      const relay = await lab.start({ folder, agents: [NORA], crmUrl: standIn.url });
      // What hangs is given up after ten seconds.
      if (fault === 'hang') expect(performance.now() - from).toBeLessThan(10_000);
      expect(await relay.metric('ringside_ready')).toBe(1);
      if (fault !== 'hang') {
        const trouble = await until('the trouble', async () => (await relay.cli('crm', 'status'))['trouble']);
        expect(trouble).toMatchObject({ message: expect.stringMatching(/\w{4}/) });
      }
    },
  );
});
