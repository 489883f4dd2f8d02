import { afterEach, describe, expect, it } from 'vitest';
import { ring } from '../fixtures/allo.ts';
import { attioCompany, attioDeal, attioPerson } from '../fixtures/crm/attio-records.ts';
import { ATTIO_TOKEN, startAttio, type AttioStandIn } from '../fixtures/crm/attio.ts';
import { runOn, type Ran } from '../fixtures/crm/command.ts';
import { NORA } from '../fixtures/allo.ts';
import { relayLab } from '../fixtures/relay/lab.ts';

const lab = relayLab();
afterEach(lab.cleanUp);

const NUMBER = '+33199001234';
const EMAIL = 'ana.lopez@globex.example';
const ACME = { preset: 'attio', workspace: 'acme-sales' };

async function connected(): Promise<{
  readonly crm: AttioStandIn;
  readonly folder: string;
  test(asked: string, ...args: string[]): Promise<Ran>;
}> {
  const crm = await startAttio();
  lab.onCleanUp(crm.close);
  const folder = await lab.folder();
  await runOn(folder, crm, [ATTIO_TOKEN], 'crm', 'connect', '--crm', 'attio', '--write');
  return { crm, folder, test: (asked, ...args) => runOn(folder, crm, [], 'crm', 'test', asked, ...args) };
}

describe('crm test', () => {
  it('shows what was asked, what matched and why, and where a click leads', async () => {
    const { crm, test } = await connected();
    const company = attioCompany({ name: 'Globex' });
    const ana = attioPerson({
      first: 'Ana',
      last: 'Lopez',
      emails: [EMAIL],
      numbers: [NUMBER],
      company: company.id,
    });
    crm.records.push(company, ana);
    for (const asked of [NUMBER, EMAIL, ' +33 1 99 00 12 34 ']) {
      const { code, out, error } = await test(asked);
      expect([code, error]).toEqual([0, '']);
      expect(out).toContain('Allo said nothing of them yet');
      expect(out).toMatch(/^asked {2}people: answered \(\d+ ms\)$/m);
      expect(out).toMatch(/→ {2}certain: nobody else has the/);
      expect(out).toContain(`https://app.attio.com/acme-sales/person/${ana.id}`);
      expect(out).toContain(`https://app.attio.com/acme-sales/company/${company.id}`);
    }
    expect(crm.complaints).toEqual([]);
  });

  it('holds against the CRM what Allo said with the last call of the number, deals included', async () => {
    const { crm, folder } = await connected();
    const relay = await lab.start({ folder, agents: [NORA], crmUrl: crm.url, config: { crm: ACME } });
    const ana = attioPerson({ first: 'Ana', last: 'Lopez', numbers: [NUMBER] });
    const twin = attioPerson({ first: 'Bo', last: 'Lopez', numbers: [NUMBER] });
    const deal = attioDeal({ title: 'Pilot in Lyon', amount: 12_500, people: [ana.id] });
    crm.records.push(ana, twin, { ...deal });
    const sent = ring({
      from_number: NUMBER,
      person: { id: 'con_1', name: 'Ana', last_name: 'Lopez', emails: [], numbers: [NUMBER] },
      deals: [
        { id: 'dea-1', name: 'Pilot in Lyon', status: 'In Progress', value: 12_500, currency: 'EUR' },
        { id: 'dea-2', name: 'Another one', status: 'In Progress', value: 1, currency: 'EUR' },
      ],
    });
    expect((await relay.post(sent)).status).toBe(200);
    const { out } = await runOn(folder, crm, [], 'crm', 'test', NUMBER, '--json');
    const { steps, callAt } = JSON.parse(out) as {
      steps: { about: string; allo: string; verdict: string; links: string[] }[];
      callAt: string;
    };
    expect(callAt).toMatch(/^\d{4}-/);
    expect(steps).toMatchObject([
      { about: 'contact', allo: 'Ana Lopez', verdict: 'certain', links: [expect.stringContaining(ana.id)] },
      { about: 'company', allo: 'Globex', verdict: 'none', links: [] },
      { about: 'deal', allo: 'Pilot in Lyon', verdict: 'certain', links: [expect.stringContaining(deal.id)] },
      { about: 'deal', allo: 'Another one', verdict: 'none', links: [] },
    ]);
  });

  it('shows several as what there is to choose from, and nobody as that', async () => {
    const { crm, test } = await connected();
    const twins = ['Ana', 'Bo', 'Cy'].map((first) =>
      attioPerson({ first, last: 'Lopez', numbers: [NUMBER] }),
    );
    crm.records.push(...twins);
    const several = await test(NUMBER);
    expect(several.out).toContain('3 that may be it');
    for (const { id } of twins) expect(several.out).toContain(`/person/${id}`);
    const nobody = await test('+33199009999');
    expect([nobody.code, nobody.out]).toEqual([
      0,
      expect.stringContaining('none: the CRM has nothing like it'),
    ]);
  });

  it('says why there is no answer, of each request', async () => {
    const { crm, test } = await connected();
    crm.play({ status: 500, json: {} }, { on: 'people', times: 9 });
    const { code, out } = await test(NUMBER);
    expect(code).toBe(0);
    expect(out).toMatch(/^asked {2}people: Attio answered 500/m);
    expect(out).toContain('unknown');
  });

  it.each(['', 'Ana Lopez', '0199', '@', 'a b@c.d', '112'])(
    'takes a number or an address and not %j',
    async (asked) => {
      const { crm, test } = await connected();
      const before = crm.requests.length;
      const { code, error } = await test(asked);
      expect([code, error]).toEqual([2, expect.stringContaining('neither a number')]);
      expect(crm.requests).toHaveLength(before);
    },
  );

  it('asks nothing without a secret, a CRM, or the right account', async () => {
    const crm = await startAttio();
    lab.onCleanUp(crm.close);
    const none = await runOn(await lab.folder(), crm, [], 'crm', 'test', NUMBER);
    expect([none.code, none.error]).toEqual([1, expect.stringContaining('no CRM that can be asked')]);
    const relay = await lab.start({ crmUrl: crm.url, config: { crm: ACME } });
    const unkept = await runOn(relay.folder, crm, [], 'crm', 'test', NUMBER);
    expect([unkept.code, unkept.error]).toEqual([1, expect.stringContaining('no secret')]);
    expect(crm.requests).toEqual([]);
  });
});
