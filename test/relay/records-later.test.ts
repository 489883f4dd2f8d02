import { afterEach, describe, expect, it } from 'vitest';
import { answer, completed, contact, GLOBEX, NORA, ring, SAM } from '../fixtures/allo.ts';
import {
  addAna,
  ANA_IN_HUBSPOT,
  quiet,
  startConnected,
  startHubspotFor,
  type RelayWithCrm,
  WITHOUT_CRM_ID,
} from '../fixtures/crm/relay-with-crm.ts';
import { type AgentSocket } from '../fixtures/relay/agent-socket.ts';
import { ago, BEN, nobody } from '../fixtures/relay/forgotten.ts';
import { relayLab } from '../fixtures/relay/lab.ts';
import { until } from '../fixtures/until.ts';

const lab = relayLab();
afterEach(lab.cleanUp);

const types = (socket: AgentSocket): string[] => socket.frames.map((frame) => frame.type);
const searches = (at: RelayWithCrm): number =>
  at.asked().filter(({ name }) => name === 'contacts.search').length;

describe('what comes later', () => {
  it.each([
    ['after the answer', async (at: RelayWithCrm) => await quiet(at)],
    [
      'before the answer',
      async (at: RelayWithCrm) => await until('it to be asked', () => at.asked().length > 0),
    ],
  ])('is told with what an event brings %s: the id that a completed call names', async (_, meanwhile) => {
    const hubspot = await startHubspotFor(lab);
    // Neither her number nor her address is known to the CRM.
    const id = hubspot.add('contacts', { firstname: 'Ana', lastname: 'Lopez' });
    const at = await startConnected(lab, hubspot);
    const noras = await at.live(NORA);
    hubspot.latency = 200;
    await at.relay.post(ring(WITHOUT_CRM_ID));
    await meanwhile(at);
    expect(noras.frames.some((frame) => frame.type === 'records' && frame.contact)).toBe(false);
    await at.relay.post(completed({ integration_id: id }));
    const told = await until('the contact', () =>
      noras.frames.find((frame) => frame.type === 'records' && frame.contact !== undefined),
    );
    expect(told).toMatchObject({ contact: { record: { id } } });
  });

  it('is not believed when an id is another CRM’s', async () => {
    const hubspot = await startHubspotFor(lab);
    const id = hubspot.add('contacts', { firstname: 'Paul', lastname: 'Martin', phone: '+33199008888' });
    const ana = addAna(hubspot);
    const at = await startConnected(lab, hubspot);
    const noras = await at.live(NORA);
    await at.relay.post(ring({ ...GLOBEX, person: { ...(GLOBEX['person'] as object), hubspot_id: id } }));
    expect((await noras.frame('records')).contact?.record?.id).toBe(ana.contact);
  });

  it('is told when the contact is made during the call', async () => {
    const hubspot = await startHubspotFor(lab);
    const at = await startConnected(lab, hubspot);
    const noras = await at.live(NORA);
    await at.relay.post(ring(nobody));
    await until(
      'a verdict',
      async () => (await at.relay.metric('ringside_records_total{verdict="none"}')) === 1,
    );
    const id = hubspot.add('contacts', ANA_IN_HUBSPOT);
    await at.relay.post(contact());
    expect(await noras.frame('records')).toMatchObject({
      call: noras.events[0]?.call,
      contact: { record: { id } },
    });
  });

  it('is told of a call whose event was found to belong to another one', async () => {
    const hubspot = await startHubspotFor(lab);
    const ana = addAna(hubspot);
    const at = await startConnected(lab, hubspot);
    const noras = await at.live(NORA);
    const started = (s: number): string => new Date(Date.now() - 40_000 + s * 1000).toISOString();
    await at.relay.post(ring({ ...WITHOUT_CRM_ID, started_at: started(0) }));
    await at.relay.post(answer({ started_at: started(15) }));
    await at.relay.post(ring({ ...WITHOUT_CRM_ID, started_at: started(15.5) }));
    await noras.eventCount(4);
    const calls = new Set(noras.events.map(({ call }) => call));
    expect(calls.size).toBe(2);
    await until('the records of both', () => {
      const told = noras.frames.flatMap((frame) => (frame.type === 'records' ? [frame] : []));
      return [...calls].every((call) => told.some((frame) => frame.call === call && frame.contact?.record));
    });
    expect(ana.contact).toBe(
      noras.frames.flatMap((f) => (f.type === 'records' ? [f] : [])).at(-1)?.contact?.record?.id,
    );
  });

  it('reads whoever was found by number before Allo knew them, and searches for nobody', async () => {
    const hubspot = await startHubspotFor(lab);
    const ana = addAna(hubspot);
    const at = await startConnected(lab, hubspot);
    const noras = await at.live(NORA);
    await at.relay.post(ring({ ...nobody, started_at: ago(60_000) }));
    await noras.frame('records');
    await quiet(at);
    const before = searches(at);
    await at.relay.post(ring(WITHOUT_CRM_ID));
    const told = await noras.frame('records', 2);
    expect(told).toMatchObject({
      contact: { record: { id: ana.contact } },
      deals: { 'dea-9z8y7x': { record: { id: ana.deal } } },
    });
    expect(searches(at)).toBe(before);
  });

  it('is told to a colleague who joins the call late', async () => {
    const hubspot = await startHubspotFor(lab);
    const ana = addAna(hubspot);
    const at = await startConnected(lab, hubspot, { config: { lines: {} } });
    const [noras, sams] = [await at.live(NORA), await at.live(SAM)];
    const started_at = new Date().toISOString();
    await at.relay.post(ring({ ...WITHOUT_CRM_ID, user_email: NORA, started_at }));
    await noras.frame('records');
    expect(sams.events).toEqual([]);
    await at.relay.post(answer({ user_email: SAM, started_at }));
    expect((await sams.frame('records')).contact?.record?.id).toBe(ana.contact);
    expect(types(sams).indexOf('event')).toBeLessThan(types(sams).indexOf('records'));
  });

  it('comes before `live` to a device that connects later', async () => {
    const hubspot = await startHubspotFor(lab);
    const ana = addAna(hubspot);
    const at = await startConnected(lab, hubspot);
    const noras = await at.live(NORA);
    await at.relay.post(ring({ ...WITHOUT_CRM_ID, user_email: null }));
    const told = await noras.frame('records');
    await at.relay.post(ring({ ...nobody, from_number: BEN, user_email: null }));
    await noras.eventCount(2);
    await quiet(at);
    const sams = await at.live(SAM);
    expect(types(sams)).toEqual(['welcome', 'event', 'event', 'records', 'live']);
    const again = await sams.frame('records');
    expect(again).toMatchObject({ call: told.call, contact: { record: { id: ana.contact } } });
  });

  it('takes back before `live` what was told to a device that was away when it was no longer so', async () => {
    const hubspot = await startHubspotFor(lab);
    const ana = addAna(hubspot);
    const at = await startConnected(lab, hubspot);
    const first = await at.live(NORA);
    await at.relay.post(ring(WITHOUT_CRM_ID));
    expect((await first.frame('records')).contact?.record?.id).toBe(ana.contact);
    await quiet(at);
    first.drop();
    hubspot.archive('contacts', ana.contact);
    // Another fact of hers, so that the CRM is asked again.
    const person = { ...WITHOUT_CRM_ID.person, emails: ['ana@globex.example'] };
    await at.relay.post(ring({ ...WITHOUT_CRM_ID, person, company: null, deals: [] }));
    await until('her to be looked for', () => searches(at) > 1);
    await quiet(at);
    const again = await at.live(NORA);
    const told = again.frames.flatMap((frame) => (frame.type === 'records' ? [frame] : []));
    expect(told.map(({ contact, deals }) => [contact, deals])).toEqual([
      [undefined, undefined],
      [undefined, undefined],
    ]);
  });
});
