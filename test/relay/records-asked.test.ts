import { writeFile } from 'node:fs/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { answer, dial, LINE, NORA, ring, SAM, sms } from '../fixtures/allo.ts';
import {
  addAna,
  CRM_CONFIG,
  quiet,
  startConnected,
  startHubspotFor,
  type RelayWithCrm,
  WITHOUT_CRM_ID,
} from '../fixtures/crm/relay-with-crm.ts';
import { connectAgent, type AgentSocket } from '../fixtures/relay/agent-socket.ts';
import { ago, BEN, nobody } from '../fixtures/relay/forgotten.ts';
import { relayLab } from '../fixtures/relay/lab.ts';
import { until } from '../fixtures/until.ts';

const lab = relayLab();
afterEach(lab.cleanUp);

const types = (socket: AgentSocket): string[] => socket.frames.map((frame) => frame.type);
const searches = (at: RelayWithCrm): number =>
  at.asked().filter(({ name }) => name === 'contacts.search').length;

describe('a ring', () => {
  it('brings the very records of who calls, to everybody with the call and only to apps that know of them', async () => {
    const hubspot = await startHubspotFor(lab);
    const ana = addAna(hubspot);
    const at = await startConnected(lab, hubspot);
    const [noras, sams, old] = [await at.live(NORA), await at.live(SAM), await at.relay.live(SAM)];
    await at.relay.post(ring({ user_email: null, ...WITHOUT_CRM_ID }));
    const told = await noras.frame('records');
    expect(told).toMatchObject({
      call: noras.events[0]?.call,
      crm: 'hubspot',
      account: CRM_CONFIG.crm.portal,
      contact: { record: { id: ana.contact, kind: 'contact' } },
      company: { record: { id: ana.company } },
      deals: { 'dea-9z8y7x': { record: { id: ana.deal } } },
    });
    expect(await sams.frame('records')).toEqual(told);
    expect(types(sams).indexOf('event')).toBeLessThan(types(sams).indexOf('records'));
    // However many have the call, she is looked for once.
    expect(at.asked().filter(({ name }) => name === 'contacts.one')).toHaveLength(1);
    await at.relay.post(answer({ user_email: NORA }));
    await old.eventCount(2);
    expect(types(old)).not.toContain('records');
    expect(hubspot.complaints).toEqual([]);
  });

  it('brings what else the CRM says, dated, as far as the admin wants it shown', async () => {
    const hubspot = await startHubspotFor(lab, { customProperties: ['plan'] });
    const ana = addAna(hubspot);
    hubspot.change('companies', ana.company, { plan: 'Gold' });
    const other = hubspot.add(
      'deals',
      { dealname: 'Renewal', dealstage: 'qualifiedtobuy', pipeline: 'default', hs_is_closed: 'false' },
      { contacts: [ana.contact] },
    );
    const card = { facts: [{ label: 'Plan', from: 'company.plan' }] };
    const at = await startConnected(lab, hubspot, { config: { card } });
    const noras = await at.live(NORA);
    await at.relay.post(ring(WITHOUT_CRM_ID));
    const { extras } = await noras.frame('records');
    expect(extras).toMatchObject({
      owner: expect.any(String) as string,
      deals: { 'dea-9z8y7x': { isClosed: false } },
      otherDeals: [{ id: other, label: 'Renewal' }],
      facts: { 'company.plan': 'Gold' },
    });
    expect(Math.abs(Date.parse(extras?.at ?? '') - Date.now())).toBeLessThan(10_000);
    expect(hubspot.complaints).toEqual([]);
    const show = { owner: false, stage: false, otherDeals: false };
    await writeFile(at.relay.configFile, JSON.stringify({ ...CRM_CONFIG, card, records: { show } }));
    const shown = await noras.frame('records', 2);
    expect(shown.extras).toEqual({ at: extras?.at, facts: { 'company.plan': 'Gold' } });
    expect(shown.deals).toEqual({ 'dea-9z8y7x': { record: { id: ana.deal } } });
  });

  it('dialled out does as well', async () => {
    const hubspot = await startHubspotFor(lab);
    const ana = addAna(hubspot);
    const at = await startConnected(lab, hubspot);
    const noras = await at.live(NORA);
    await at.relay.post(dial(WITHOUT_CRM_ID));
    expect((await noras.frame('records')).contact).toEqual({ record: { id: ana.contact, kind: 'contact' } });
  });

  it('of somebody whom Allo does not know brings who has the number, by the name that the CRM has', async () => {
    const hubspot = await startHubspotFor(lab);
    const ana = addAna(hubspot);
    const at = await startConnected(lab, hubspot);
    const noras = await at.live(NORA);
    await at.relay.post(ring(nobody));
    expect((await noras.frame('records')).contact).toEqual({
      record: { id: ana.contact, kind: 'contact', label: 'Ana Lopez' },
    });
  });

  it('of a number that several have brings a choice, and never one of them', async () => {
    const hubspot = await startHubspotFor(lab);
    const ana = addAna(hubspot);
    const twin = hubspot.add('contacts', {
      firstname: 'Leo',
      lastname: 'Lopez',
      phone: '+33199001234',
      email: 'leo@globex.example',
    });
    const at = await startConnected(lab, hubspot);
    const noras = await at.live(NORA);
    await at.relay.post(ring(nobody));
    const { contact: found, company, deals } = await noras.frame('records');
    expect(found?.record).toBeUndefined();
    expect(found?.choices?.map(({ id }) => id).sort()).toEqual([ana.contact, twin].sort());
    expect([company, deals]).toEqual([undefined, undefined]);
  });

  it('of nobody whom the CRM has brings nothing', async () => {
    const hubspot = await startHubspotFor(lab);
    const at = await startConnected(lab, hubspot);
    const noras = await at.live(NORA);
    await at.relay.post(ring(nobody));
    await until(
      'a verdict',
      async () => (await at.relay.metric('ringside_records_total{verdict="none"}')) === 1,
    );
    await at.relay.post(sms());
    await noras.eventCount(2);
    expect(types(noras)).not.toContain('records');
  });

  it('twice of one person asks once, while the first is under way and afterwards', async () => {
    const hubspot = await startHubspotFor(lab);
    const ana = addAna(hubspot);
    const at = await startConnected(lab, hubspot);
    const noras = await at.live(NORA);
    hubspot.latency = 200;
    await at.relay.post(ring({ ...WITHOUT_CRM_ID, started_at: ago(60_000) }));
    await at.relay.post(ring({ ...WITHOUT_CRM_ID }));
    const two = [await noras.frame('records', 1), await noras.frame('records', 2)];
    expect(new Set(two.map(({ call }) => call)).size).toBe(2);
    for (const frame of two) expect(frame.contact?.record?.id).toBe(ana.contact);
    await quiet(at);
    const before = at.asked().length;
    expect(at.asked().filter(({ name }) => name === 'contacts.one')).toHaveLength(1);
    await at.relay.post(ring({ ...WITHOUT_CRM_ID, started_at: ago(30_000) }));
    expect((await noras.frame('records', 3)).contact?.record?.id).toBe(ana.contact);
    await quiet(at);
    expect(at.asked()).toHaveLength(before);
    expect(await at.relay.metric('ringside_records_cache_total{outcome="hit"}')).toBe(1);
  });

  it.each([
    ['a withheld number', { from_number: 'anonymous', ...nobody }],
    ['a short code', { from_number: '3631', ...nobody }],
    ['a sender without a number', { from_number: 'ALLO', ...nobody }],
    ['one of the team’s own lines', { from_number: LINE, to_number: '+33199003311' }],
  ])('of %s asks nothing', async (_, data) => {
    const hubspot = await startHubspotFor(lab);
    addAna(hubspot);
    const at = await startConnected(lab, hubspot);
    const noras = await at.live(NORA);
    await at.relay.post(ring(data));
    await at.relay.post(ring({ ...nobody, from_number: BEN }));
    await until('Ben to be asked for', () => searches(at) > 0);
    await quiet(at);
    const said = at.asked().map(({ text, path }) => `${path} ${text}`);
    expect(said.filter((one) => /3631|ALLO|990033|globex|99001234/i.test(one))).toEqual([]);
    expect(noras.frames.filter((frame) => frame.type === 'records')).toEqual([]);
  });

  it('of a test call asks nothing, though its number were somebody’s', async () => {
    const hubspot = await startHubspotFor(lab);
    hubspot.add('contacts', { firstname: 'Test', phone: '+33199004001' });
    const at = await startConnected(lab, hubspot, { testCallEndsAfterMs: 50 });
    const { token } = await at.relay.device(NORA);
    const noras = await connectAgent(at.relay.url, token);
    lab.onCleanUp(() => noras.drop());
    noras.send(JSON.stringify({ type: 'resume', epoch: null, after: 0, can: ['records'] }));
    await noras.frame('live');
    await fetch(new URL('/agent/test-call', at.relay.url), {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
    });
    await noras.eventCount(2);
    await quiet(at);
    expect(at.asked()).toEqual([]);
    expect(await at.relay.metric('ringside_records_cache_total{outcome="miss"}')).toBe(0);
  });
});
