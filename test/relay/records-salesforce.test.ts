import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { LINE, NORA, ring } from '../fixtures/allo.ts';
import { runOn } from '../fixtures/crm/command.ts';
import {
  accountRecord,
  contactRecord,
  idOf,
  leadRecord,
  opportunityRecord,
  roleRecord,
} from '../fixtures/crm/salesforce-records.ts';
import { SALESFORCE_CLIENT, startSalesforce, type SalesforceStandIn } from '../fixtures/crm/salesforce.ts';
import { connectAgent } from '../fixtures/relay/agent-socket.ts';
import { relayLab } from '../fixtures/relay/lab.ts';
import { until } from '../fixtures/until.ts';

const lab = relayLab();
afterEach(lab.cleanUp);

const SECRET = [SALESFORCE_CLIENT.id, SALESFORCE_CLIENT.secret];
const CONNECT = ['crm', 'connect', '--crm', 'salesforce', '--domain', 'acme'];
const CONFIG = {
  lines: { [LINE]: { agents: [NORA] } },
  crm: { preset: 'salesforce', domain: 'acme' },
  card: { facts: [{ label: 'Plan', from: 'company.Plan__c' }] },
};

async function salesforce(): Promise<SalesforceStandIn> {
  const crm = await startSalesforce();
  lab.onCleanUp(crm.close);
  return crm;
}

/** Whoever `GLOBEX` of Allo's fixtures is, as Salesforce may have them. */
function addAna(crm: SalesforceStandIn) {
  const company = accountRecord({ Plan__c: 'Enterprise' });
  const contact = contactRecord({ Email: 'ana.lopez@globex.example', Phone: '01 99 00 12 34' }, company);
  const deal = opportunityRecord(
    { Name: 'Pilot, 40 seats', Amount: 25_000, CloseDate: '2027-03-31' },
    company,
  );
  crm.records.push(company, contact, deal, roleRecord(deal, contact));
  return { company: idOf(company), contact: idOf(contact), deal: idOf(deal) };
}

/** A relay that is connected, and what its app hears. */
async function connected(crm: SalesforceStandIn) {
  const folder = await lab.folder();
  expect((await runOn(folder, crm, SECRET, ...CONNECT, '--write')).code).toBe(0);
  await writeFile(join(folder, 'relay.config.json'), JSON.stringify(CONFIG));
  const relay = await lab.start({ folder, agents: [NORA], crmUrl: crm.url });
  await until('the CRM to be in use', async () => (await relay.metric('ringside_crm_in_use')) === 1);
  const socket = await connectAgent(relay.url, (await relay.device(NORA)).token);
  lab.onCleanUp(() => socket.drop());
  socket.send(JSON.stringify({ type: 'resume', epoch: null, after: 0, can: ['records'] }));
  await socket.frame('live');
  return { relay, socket };
}

describe('a ring, with Salesforce', () => {
  it('brings the very records of who calls, and the facts that the admin wants', async () => {
    const crm = await salesforce();
    const ana = addAna(crm);
    const { relay, socket } = await connected(crm);
    await relay.post(ring({ user_email: NORA }));
    const records = {
      crm: 'salesforce',
      contact: { record: { id: ana.contact, kind: 'contact' } },
      company: { record: { id: ana.company } },
      deals: { 'dea-9z8y7x': { record: { id: ana.deal } } },
    };
    expect(await socket.frame('records')).toMatchObject(records);
    const frames = () => socket.frames.filter(({ type }) => type === 'records');
    await until('the facts', () => Promise.resolve(JSON.stringify(frames().at(-1)).includes('Enterprise')));
    expect(frames().at(-1)).toMatchObject({
      ...records,
      extras: { owner: 'Paul Roy', facts: { 'company.Plan__c': 'Enterprise' } },
    });
    expect(crm.complaints).toEqual([]);
  });

  it('of somebody who is only a lead brings the lead', async () => {
    const crm = await salesforce();
    const lead = leadRecord({ Email: 'ana.lopez@globex.example', Phone: '+33199001234' });
    crm.records.push(lead);
    const { relay, socket } = await connected(crm);
    await relay.post(ring({ user_email: NORA }));
    expect(await socket.frame('records')).toMatchObject({
      contact: { record: { id: idOf(lead), kind: 'lead' } },
    });
    expect(crm.complaints).toEqual([]);
  });

  it('of somebody who is there twice brings nobody for certain', async () => {
    const crm = await salesforce();
    const ana = addAna(crm);
    const twin = contactRecord({ Email: 'ana.lopez@globex.example', Phone: '+33 1 99 00 12 34' });
    crm.records.push(twin);
    const { relay, socket } = await connected(crm);
    await relay.post(ring({ user_email: NORA }));
    const { contact } = (await socket.frame('records')) as { contact?: { choices?: { id: string }[] } };
    expect(contact).not.toHaveProperty('record');
    expect(contact?.choices?.map(({ id }) => id).toSorted()).toEqual([ana.contact, idOf(twin)].toSorted());
    expect(crm.complaints).toEqual([]);
  });

  it('is tried and tested from the command line, with what is missing by name', async () => {
    const crm = await salesforce();
    const ana = addAna(crm);
    const folder = await lab.folder();
    const { out } = await runOn(folder, crm, SECRET, ...CONNECT, '--write');
    expect(out).toContain('Salesforce takes the secret: Acme Sales');
    const tested = await runOn(folder, crm, [], 'crm', 'test', 'ana.lopez@globex.example');
    expect(tested.out).toContain(`https://acme.lightning.force.com/lightning/r/Contact/${ana.contact}/view`);
    expect(tested.out).toContain(`https://acme.lightning.force.com/lightning/r/Account/${ana.company}/view`);
    crm.hidden.add('Opportunity').add('Contact.MobilePhone');
    const lacking = await runOn(folder, crm, SECRET, ...CONNECT);
    expect(lacking.out).toMatch(/lacks Read on Opportunity: deals open the search page/);
    expect(lacking.out).toMatch(/read access to the field MobilePhone of Contact/);
    expect(crm.complaints).toEqual([]);
  });

  it('of another My Domain asks nothing, and says so', async () => {
    const crm = await salesforce();
    crm.domain = 'globex';
    const folder = await lab.folder();
    const refused = await runOn(folder, crm, SECRET, ...CONNECT, '--write');
    expect([refused.code, refused.error]).toEqual([1, expect.stringMatching(/"globex".*"acme"/) as string]);
    await runOn(folder, crm, SECRET, ...CONNECT.slice(0, -1), 'globex', '--write');
    await writeFile(join(folder, 'relay.config.json'), JSON.stringify(CONFIG));
    const relay = await lab.start({ folder, agents: [NORA], crmUrl: crm.url });
    const trouble = await until('the trouble', async () => (await relay.cli('crm', 'status'))['trouble']);
    expect(trouble).toMatchObject({ message: expect.stringMatching(/globex/) as string });
    expect(crm.requests.filter(({ name }) => name === 'search')).toEqual([]);
  });
});
