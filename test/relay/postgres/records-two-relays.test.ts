import { afterEach, describe, expect, it } from 'vitest';
import { ANA, answer, NORA, ring, SAM } from '../../fixtures/allo.ts';
import {
  addAna,
  quiet,
  startConnected,
  startHubspotFor,
  WITHOUT_CRM_ID,
  type RelayWithCrm,
} from '../../fixtures/crm/relay-with-crm.ts';
import { relayLab } from '../../fixtures/relay/lab.ts';

const lab = relayLab('postgres');
afterEach(lab.cleanUp);

async function startTwo() {
  const hubspot = await startHubspotFor(lab);
  const ana = addAna(hubspot);
  const one = await startConnected(lab, hubspot);
  const other = await startConnected(lab, hubspot, { beside: one.relay, agents: [] });
  const before = hubspot.requests.length;
  const searches = () =>
    hubspot.requests.slice(before).filter(({ name }) => name === 'contacts.search').length;
  return { hubspot, ana, one, other, searches };
}

const repeated = async (at: RelayWithCrm, agent: string) =>
  (await at.live(agent)).frames.filter((frame) => frame.type === 'records');

describe('two relays', () => {
  it('bring what one finds to the devices of both, and ask the CRM once', async () => {
    const { hubspot, ana, one, other, searches } = await startTwo();
    const [noras, sams] = [await one.live(NORA), await other.live(SAM)];
    hubspot.latency = 100;
    const started_at = new Date().toISOString();
    // The load balancer gives two events of one call to two relays.
    await Promise.all([
      one.relay.post(ring({ ...WITHOUT_CRM_ID, started_at })),
      other.relay.post(answer({ ...WITHOUT_CRM_ID, started_at, user_email: NORA })),
    ]);
    const [told, toldElsewhere] = [await noras.frame('records'), await sams.frame('records')];
    expect(told).toMatchObject({ contact: { record: { id: ana.contact } }, extras: {} });
    expect(toldElsewhere).toEqual(told);
    await quiet(one);
    await quiet(other);
    expect(searches()).toBe(1);
    // Whoever connects later, to whichever of them, is told the same.
    expect(await repeated(other, NORA)).toEqual([told]);
    expect(await repeated(one, SAM)).toEqual([told]);
    await one.relay.cli('forget', ANA);
    expect(await repeated(other, NORA)).toEqual([]);
    expect(await repeated(one, SAM)).toEqual([]);
    expect(searches()).toBe(1);
  });
});
