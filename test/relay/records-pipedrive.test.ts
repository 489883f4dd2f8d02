import { afterEach, describe, expect, it } from 'vitest';
import { LINE, NORA, ring } from '../fixtures/allo.ts';
import { runOn } from '../fixtures/crm/command.ts';
import { PIPEDRIVE_TOKEN, type PipedriveStandIn, startPipedrive } from '../fixtures/crm/pipedrive.ts';
import { connectAgent } from '../fixtures/relay/agent-socket.ts';
import { relayLab } from '../fixtures/relay/lab.ts';
import { until } from '../fixtures/until.ts';

const lab = relayLab();
afterEach(lab.cleanUp);

const CONFIG = { lines: { [LINE]: { agents: [NORA] } }, crm: { preset: 'pipedrive', company: 'acme' } };

async function pipedrive(): Promise<PipedriveStandIn> {
  const crm = await startPipedrive();
  lab.onCleanUp(crm.close);
  return crm;
}

/** Whoever `GLOBEX` of Allo's fixtures is, without an e-mail address, as Pipedrive may have them. */
function addAna(crm: PipedriveStandIn) {
  const company = crm.addOrganization({ name: 'Globex' });
  const contact = crm.addPerson({ name: 'Ana Lopez', phones: ['01 99 00 12 34'], organization: company });
  const value = { value: 25_000, currency: 'EUR', closes: '2027-03-31' };
  const deal = crm.addDeal({ title: 'Pilot, 40 seats', person: contact, organization: company, ...value });
  return { company, contact, deal };
}

describe('a ring, with Pipedrive', () => {
  it('brings the very records of who calls, within the tokens that a ring may cost', async () => {
    const crm = await pipedrive();
    const ana = addAna(crm);
    const relay = await lab.start({
      agents: [NORA],
      crmUrl: crm.url,
      crmToken: PIPEDRIVE_TOKEN,
      config: CONFIG,
    });
    await until('the CRM to be in use', async () => (await relay.metric('ringside_crm_in_use')) === 1);
    await until('the rights to be looked at', () =>
      Promise.resolve(crm.requests.filter(({ name }) => name === 'users').length > 1),
    );
    const socket = await connectAgent(relay.url, (await relay.device(NORA)).token);
    lab.onCleanUp(() => socket.drop());
    socket.send(JSON.stringify({ type: 'resume', epoch: null, after: 0, can: ['records'] }));
    await socket.frame('live');
    const before = crm.tokensLeft;
    await relay.post(ring({ user_email: NORA }));
    expect(await socket.frame('records')).toMatchObject({
      crm: 'pipedrive',
      contact: { record: { id: ana.contact, kind: 'contact' } },
      company: { record: { id: ana.company } },
      deals: { 'dea-9z8y7x': { record: { id: ana.deal } } },
    });
    // By the address, which nobody has, by the number in two spellings, and the deals of both.
    expect(before - crm.tokensLeft).toBe(80);
    expect(crm.complaints).toEqual([]);
  });

  it('is tried and tested from the command line', async () => {
    const folder = await lab.folder();
    const crm = await pipedrive();
    const ana = addAna(crm);
    const connect = ['crm', 'connect', '--crm', 'pipedrive'];
    const connected = await runOn(folder, crm, [PIPEDRIVE_TOKEN], ...connect, '--write');
    expect(connected).toMatchObject({ code: 0, error: '' });
    expect(connected.out).toContain('Pipedrive takes the secret: Acme (acme.pipedrive.com)');
    const { out } = await runOn(folder, crm, [], 'crm', 'test', '+33199001234');
    expect(out).toContain('certain: nobody else has the number');
    expect(out).toContain(`https://acme.pipedrive.com/person/${ana.contact}`);
    expect(out).toContain(`https://acme.pipedrive.com/organization/${ana.company}`);
    crm.can = ['deals'];
    const lost = await runOn(folder, crm, [PIPEDRIVE_TOKEN], ...connect);
    expect(lost.out).toMatch(/lacks contacts:read: .+\nok {4}deals:read\nlacks users:read/);
    const refused = await runOn(folder, crm, ['f'.repeat(40)], ...connect);
    expect(refused.code).not.toBe(0);
    expect(refused.error).toContain('Pipedrive does not take the token');
    expect(crm.complaints).toEqual([]);
  });
});
