import { afterEach, describe, expect, it } from 'vitest';
import { readConfig } from '../../../../../src-relay/config/reading.ts';
import type { RelayConfig } from '../../../../../src-relay/config/schema.ts';
import type { KeptCrmSecret } from '../../../../../src-relay/crm/secret-keeper.ts';
import { ATTIO_TOKEN, startAttio, type AttioStandIn } from '../../../../fixtures/crm/attio.ts';
import { WORKSPACE } from '../../../../fixtures/crm/attio-records.ts';
import { keptCrm, type KeptCrm } from '../../../../fixtures/crm/kept-crm.ts';
import { until } from '../../../../fixtures/until.ts';

const undos: (() => unknown)[] = [];
afterEach(async () => {
  for (const undo of undos.splice(0).reverse()) await undo();
});

const GOOD: KeptCrmSecret = { secret: { kind: 'token', token: ATTIO_TOKEN }, crm: 'attio', from: 'file' };
const BAD: KeptCrmSecret = {
  secret: { kind: 'token', token: 'another-token-of-nobody' },
  crm: null,
  from: 'file',
};

function config(crm: object | null, records: object = {}): RelayConfig {
  return readConfig(JSON.stringify({ crm, records }));
}
const ACME = config({ preset: 'attio', workspace: WORKSPACE.workspace_slug });

async function keeping(
  first: RelayConfig,
  secret: KeptCrmSecret | null,
  before?: (crm: AttioStandIn) => void,
): Promise<KeptCrm & { readonly crm: AttioStandIn }> {
  const crm = await startAttio();
  before?.(crm);
  const kept = keptCrm(crm, first, secret);
  undos.push(kept.keeper.close, crm.close);
  return { crm, ...kept };
}

const WARN = 40;

describe('the CRM', () => {
  it('is in use once it has said that the secret is of the configured account', async () => {
    const { crm, keeper, lines } = await keeping(ACME, GOOD);
    expect(keeper.current()).toBeNull();
    await until('the CRM', () => keeper.current() !== null);
    expect(keeper.current()).toMatchObject({
      crm: 'attio',
      title: 'Attio',
      account: expect.stringMatching(/^attio:./),
    });
    expect(keeper.state()).toMatchObject({
      standing: 'in-use',
      trouble: null,
      secretFrom: 'file',
      missingRights: [],
    });
    expect(lines.map(({ msg }) => msg)).toEqual(['the CRM is asked for records']);
    expect(crm.complaints).toEqual([]);
  });

  it('is not asked a thing but who it is when the secret is of another account', async () => {
    const { crm, keeper, lines } = await keeping(
      config({ preset: 'attio', workspace: 'somebody-else' }),
      GOOD,
    );
    await until('the trouble', () => keeper.state().standing === 'other-account');
    expect(keeper.current()).toBeNull();
    expect(crm.requests.map(({ name }) => name)).toEqual(['self']);
    expect(lines.filter(({ level }) => level === WARN).map(({ msg }) => msg)).toEqual([
      expect.stringContaining(`"workspace":"${WORKSPACE.workspace_slug}"`),
    ]);
    keeper.configIs(ACME);
    await until('the CRM', () => keeper.current() !== null);
  });

  it.each([
    ['no CRM', config(null), GOOD, 'not-configured'],
    [
      'a CRM that is not asked',
      config({ preset: 'custom', name: 'Ours', search: 'https://crm.test/?q={name}' }),
      GOOD,
      'not-configured',
    ],
    [
      'a CRM that the admin does not want asked',
      config({ preset: 'attio', workspace: WORKSPACE.workspace_slug }, { ask: false }),
      GOOD,
      'switched-off',
    ],
    ['no secret', ACME, null, 'no-secret'],
  ] as const)(
    'is not asked at all with %s, which is worth no line in the log',
    async (_, first, secret, standing) => {
      const { crm, keeper, lines } = await keeping(first, secret);
      expect(keeper.state()).toMatchObject({ standing, trouble: null });
      await new Promise((done) => setImmediate(done));
      expect([crm.requests, lines, keeper.current()]).toEqual([[], [], null]);
    },
  );

  it('is asked who it is again and again while it is down, which the log tells once', async () => {
    const { crm, keeper, lines } = await keeping(ACME, GOOD, (down) =>
      down.play({ status: 503, json: {} }, { times: 3 }),
    );
    await until('the CRM', () => keeper.current() !== null);
    expect(crm.requests.filter(({ name }) => name === 'self').length).toBeGreaterThanOrEqual(4);
    expect(lines.filter(({ level }) => level === WARN)).toHaveLength(1);
  });

  it('is left alone with a secret that it refused, until it is given anew', async () => {
    const { crm, keeper, lines } = await keeping(ACME, BAD);
    await until('the trouble', () => keeper.state().trouble?.trouble === 'refused');
    await new Promise((done) => setTimeout(done, 200));
    expect(crm.requests).toHaveLength(1);
    expect(keeper.state()).toMatchObject({
      standing: 'not-known-yet',
      breaker: { isOpen: true, opensInMs: null },
    });
    expect(lines.filter(({ level }) => level === WARN)).toHaveLength(1);
    keeper.secretIs(BAD);
    await until('one more try', () => crm.requests.length === 2);
    keeper.secretIs(GOOD);
    await until('the CRM', () => keeper.current() !== null);
    expect(JSON.stringify([lines, keeper.state()])).not.toMatch(new RegExp(`${ATTIO_TOKEN}|another-token`));
  });

  it('that refuses a good secret for a while is in use again by itself', async () => {
    const { crm, keeper, flight, lines } = await keeping(ACME, GOOD);
    await until('the CRM', () => keeper.current() !== null);
    await until('the rights are known', () => crm.requests.some(({ name }) => name === 'members'));
    crm.play({ status: 401, json: {} });
    await keeper
      .current()
      ?.connection.whoAmI(flight())
      .catch(() => undefined);
    expect(keeper.state()).toMatchObject({ trouble: { trouble: 'refused' }, breaker: { isOpen: true } });
    await until('an answer', () => keeper.state().trouble === null, 15_000);
    expect(keeper.state().breaker.isOpen).toBe(false);
    expect(lines.filter(({ level }) => level === WARN)).toHaveLength(1);
  });

  it('that refuses a good secret at the start is in use by itself once it takes it', async () => {
    const { crm, keeper } = await keeping(ACME, GOOD, (refusing) => refusing.play({ status: 401, json: {} }));
    await until('the trouble', () => keeper.state().trouble?.trouble === 'refused');
    expect(crm.requests).toHaveLength(1);
    await until('the CRM', () => keeper.current() !== null);
  });

  it('follows config and secret while it is in use, and who uses it hears of it', async () => {
    const { keeper } = await keeping(ACME, GOOD);
    const heard: (string | null)[] = [];
    const stop = keeper.onChange(() => heard.push(keeper.current()?.account ?? null));
    await until('the CRM', () => keeper.current() !== null);
    const first = keeper.current();
    keeper.configIs(
      readConfig(
        JSON.stringify({
          crm: { preset: 'attio', workspace: WORKSPACE.workspace_slug },
          retentionDays: 7,
          records: { show: { owner: false } },
        }),
      ),
    );
    expect(keeper.current()).toBe(first);
    keeper.secretIs(null);
    expect(keeper.current()).toBeNull();
    keeper.secretIs(GOOD);
    await until('the CRM', () => keeper.current() !== null);
    keeper.configIs(config(null));
    expect(keeper.current()).toBeNull();
    expect(heard).toEqual([first?.account, null, first?.account, null]);
    stop();
    keeper.configIs(ACME);
    await until('the CRM', () => keeper.current() !== null);
    expect(heard).toHaveLength(4);
    const gone = first?.connection.whoAmI({ urgency: 'ring', until: performance.now() + 1000 });
    await expect(gone).rejects.toMatchObject({ trouble: 'unreachable' });
  });

  it('tells the rights that its secret lacks, by name and with what is lost', async () => {
    const { keeper, lines } = await keeping(ACME, GOOD, (crm) => {
      crm.areDealsOn = false;
      crm.scopes = ['record_permission:read', 'object_configuration:read'];
    });
    await until('the rights', () => keeper.state().missingRights.length > 0);
    expect(keeper.current()).not.toBeNull();
    const warning = lines.find(({ level }) => level === WARN)?.msg ?? '';
    for (const { name, without } of keeper.state().missingRights)
      expect(warning).toContain(`${name} (${without})`);
  });

  it("never sees another CRM's secret, however config and secret change", async () => {
    const { crm, keeper } = await keeping(ACME, { ...BAD, crm: 'hubspot' });
    expect(keeper.state()).toMatchObject({
      standing: 'not-known-yet',
      trouble: { trouble: 'refused', message: expect.stringContaining('given for hubspot') },
    });
    keeper.configIs(config({ preset: 'hubspot', portal: '1' }, { ask: false }));
    keeper.configIs(ACME);
    await new Promise((done) => setImmediate(done));
    expect(crm.requests).toEqual([]);
    keeper.secretIs(GOOD);
    await until('the CRM', () => keeper.current() !== null);
  });

  it('never sees a secret that was used for another, and does not say whose it is', async () => {
    const nameless = { ...GOOD, crm: null, from: 'environment' } as const;
    const { crm, keeper } = await keeping(ACME, nameless);
    await until('the CRM', () => keeper.current() !== null);
    keeper.configIs(config({ preset: 'hubspot', portal: '1' }));
    expect(keeper.state().trouble).toMatchObject({
      trouble: 'refused',
      message: expect.stringContaining('given for attio'),
    });
    keeper.configIs(config(null));
    keeper.configIs(config({ preset: 'pipedrive', company: 'acme' }));
    expect(keeper.state().trouble?.trouble).toBe('refused');
    keeper.configIs(ACME);
    await until('the CRM', () => keeper.current() !== null);
    expect(crm.complaints).toEqual([]);
  });

  it('sees one that another did not take, since the config may have been wrong', async () => {
    const { keeper } = await keeping(ACME, BAD);
    await until('the trouble', () => keeper.state().trouble?.trouble === 'refused');
    keeper.configIs(config({ preset: 'pipedrive', company: 'acme' }));
    expect(keeper.state().trouble?.message ?? '').not.toContain('given for');
  });

  it('has been asked what it has been asked, and is given its rest, whatever changes in the config', async () => {
    const { crm, keeper, flight } = await keeping(ACME, GOOD);
    await until('the CRM', () => keeper.current() !== null);
    const account = keeper.current()?.account;
    await until('the rights are known', () => crm.requests.some(({ name }) => name === 'members'));
    crm.play({ status: 429, headers: { 'retry-after': '600' }, json: {} });
    await keeper
      .current()
      ?.connection.whoAmI({ ...flight(), urgency: 'refresh' })
      .catch(() => undefined);
    expect(keeper.state().breaker.isOpen).toBe(true);
    const [asked, spent] = [crm.requests.length, keeper.state().budget];
    for (const records of [{ tokensPerDay: 500 }, { ask: false }, { tokensPerDay: 400 }])
      keeper.configIs(config({ preset: 'attio', workspace: WORKSPACE.workspace_slug }, records));
    expect(keeper.current()?.account).toBe(account);
    expect(keeper.state()).toMatchObject({ trouble: { trouble: 'limited' }, breaker: { isOpen: true } });
    expect(keeper.state().budget.map(({ left }) => left)).toEqual(spent.map(({ left }) => left));
    await keeper
      .current()
      ?.connection.whoAmI(flight())
      .catch(() => undefined);
    expect(crm.requests).toHaveLength(asked);
  });

  it('is in use at once after a change of the config, and reads its names anew', async () => {
    const { crm, keeper } = await keeping(ACME, GOOD);
    await until('the CRM', () => keeper.current() !== null);
    await until('the rights are known', () => crm.requests.some(({ name }) => name === 'members'));
    const before = crm.requests.length;
    keeper.configIs(config({ preset: 'attio', workspace: WORKSPACE.workspace_slug }, { tokensPerDay: 500 }));
    expect(keeper.current()).not.toBeNull();
    // What the connection before had sent may still arrive.
    await until('who it is, and then the names', () => {
      const names = crm.requests.slice(before).map(({ name }) => name);
      return names.includes('self') && names.lastIndexOf('members') > names.indexOf('self');
    });
  });

  it('with a secret of the other kind says which one it takes', async () => {
    const { crm, keeper } = await keeping(ACME, {
      secret: { kind: 'client', id: 'some-client', secret: 'some-secret' },
      crm: null,
      from: 'environment',
    });
    expect(keeper.state().trouble).toMatchObject({
      trouble: 'refused',
      message: expect.stringContaining('Attio takes a token'),
    });
    expect(crm.requests).toEqual([]);
  });

  it('that stops answering while it is used is told of once, and once more when it answers again', async () => {
    const { crm, keeper, lines } = await keeping(ACME, GOOD);
    await until('the CRM', () => keeper.current() !== null);
    await until('the rights are known', () => crm.requests.some(({ name }) => name === 'members'));
    crm.play({ status: 500, json: {} }, { times: 100 });
    const connection = keeper.current()?.connection;
    for (let i = 0; i < 20; i += 1) {
      await connection?.whoAmI({ urgency: 'ring', until: performance.now() + 1000 }).catch(() => undefined);
    }
    expect(keeper.state()).toMatchObject({
      standing: 'in-use',
      trouble: { trouble: 'broken' },
      breaker: { isOpen: true },
    });
    expect(keeper.state().breaker.opensInMs).toBeGreaterThan(25_000);
    expect(lines.filter(({ level }) => level === WARN)).toHaveLength(1);
  });
});
