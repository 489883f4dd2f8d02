import { afterEach, describe, expect, it } from 'vitest';
import { addAna, crmInUse, startHubspotFor, startRelayWithCrm } from '../fixtures/crm/relay-with-crm.ts';
import { answer, NORA, ring, SAM } from '../fixtures/allo.ts';
import { relayLab } from '../fixtures/relay/lab.ts';

const lab = relayLab();
afterEach(lab.cleanUp);

describe('a ring', () => {
  it('brings the very records of who calls, to everybody with the call, asked for once', async () => {
    const hubspot = await startHubspotFor(lab);
    const ana = addAna(hubspot);
    const at = await startRelayWithCrm(lab, hubspot);
    await crmInUse(at);
    const [noras, sams] = [await at.live(NORA), await at.live(SAM)];
    await at.relay.post(ring({ user_email: null }));
    const told = await noras.frame('records');
    expect(told).toMatchObject({
      call: noras.events[0]?.call,
      crm: 'hubspot',
      contact: { record: { id: ana.contact, kind: 'contact' } },
      company: { record: { id: ana.company } },
      deals: { 'dea-9z8y7x': { record: { id: ana.deal } } },
    });
    expect(await sams.frame('records')).toEqual(told);
    await at.relay.post(answer({ user_email: NORA }));
    await noras.eventCount(2);
    expect(hubspot.complaints).toEqual([]);
  });
});
