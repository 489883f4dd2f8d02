import { afterEach, describe, expect, it } from 'vitest';
import { ANA, NORA, ring, SAM } from '../../fixtures/allo.ts';
import {
  addAna,
  quiet,
  startConnected,
  startHubspotFor,
  WITHOUT_CRM_ID,
  type RelayWithCrm,
} from '../../fixtures/crm/relay-with-crm.ts';
import type { AgentSocket } from '../../fixtures/relay/agent-socket.ts';
import { relayLab } from '../../fixtures/relay/lab.ts';
import { until } from '../../fixtures/until.ts';

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

/** How many of HubSpot's records the relay may read in ten seconds. */
async function readsOf({ relay }: RelayWithCrm): Promise<number | undefined> {
  const { budget } = (await relay.cli('crm', 'status')) as { budget?: { pot: string; of: number }[] };
  return budget?.find(({ pot }) => pot === 'reads')?.of;
}

const recordsIn = (device: AgentSocket) =>
  device.frames.filter((frame) => frame.type === 'records').toSorted((a, b) => a.call.localeCompare(b.call));
const repeated = async (at: RelayWithCrm, agent: string) => recordsIn(await at.live(agent));

describe('two relays', () => {
  it('bring what one finds to the devices of both, and ask the CRM once', async () => {
    const { hubspot, ana, one, other, searches } = await startTwo();
    const [noras, sams] = [await one.live(NORA), await other.live(SAM)];
    // Each with its part of what may be asked.
    for (const at of [one, other]) await until('its part', async () => (await readsOf(at)) === 20);
    hubspot.latency = 100;
    const ringAgo = (ms: number) =>
      ring({ ...WITHOUT_CRM_ID, started_at: new Date(Date.now() - ms).toISOString() });
    // The load balancer gives two calls of one person to two relays, at once.
    await Promise.all([one.relay.post(ringAgo(0)), other.relay.post(ringAgo(60_000))]);
    await Promise.all([noras.frame('records', 2), sams.frame('records', 2)]);
    const told = recordsIn(noras);
    for (const frame of told) expect(frame).toMatchObject({ contact: { record: { id: ana.contact } } });
    expect(new Set(told.map(({ call }) => call)).size).toBe(2);
    expect(recordsIn(sams)).toEqual(told);
    await quiet(one);
    await quiet(other);
    expect(searches()).toBe(1);
    // Whoever connects later, to whichever of them, is told the same.
    expect(await repeated(other, NORA)).toEqual(told);
    expect(await repeated(one, SAM)).toEqual(told);
    await one.relay.cli('forget', ANA);
    expect(await repeated(other, NORA)).toEqual([]);
    expect(await repeated(one, SAM)).toEqual([]);
    expect(searches()).toBe(1);
  });
});
