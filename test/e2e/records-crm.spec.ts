import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { askRelay, spawnRelay } from '../../scripts/relay/process.ts';
import { newSecret, NORA, post, ring, type AlloBody } from '../fixtures/allo.ts';
import { HUBSPOT_KEY, startHubspot, type HubspotStandIn } from '../fixtures/crm/hubspot.ts';
import { addAna, ANA_IN_HUBSPOT, CRM_CONFIG, PORTAL } from '../fixtures/crm/relay-with-crm.ts';
import { ANA_ALONE } from './records-relay.ts';
import { linksOf } from './records-stage.ts';
import { cardOf, expect, expectPopped, test as base } from './stage.ts';

interface Team {
  readonly url: string;
  readonly token: string;
  readonly hubspot: HubspotStandIn;
  play(body: AlloBody): Promise<unknown>;
}

/** A relay as it is built, that asks a stand-in of HubSpot. */
const test = base.extend<{ team: Team }>({
  team: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'ringside-crm-'));
    const hubspot = await startHubspot({ portalId: Number(PORTAL) });
    await writeFile(join(folder, 'relay.config.json'), JSON.stringify(CRM_CONFIG));
    const secret = newSecret();
    const env = { RINGSIDE_CRM_URL: hubspot.url, RINGSIDE_CRM_TOKEN: HUBSPOT_KEY };
    const relay = await spawnRelay({ folder, secret, env });
    const settings = { folder, secret, port: Number(new URL(relay.url).port) };
    await askRelay(settings, ['agents', 'add', NORA, '--name', 'Nora'], v.unknown());
    const { token } = await askRelay(settings, ['devices', 'token', NORA], v.object({ token: v.string() }));
    await expect
      .poll(async () => (await fetch(new URL('/metrics', relay.url))).text())
      .toContain('ringside_crm_in_use 1');
    await use({ url: relay.url, token, hubspot, play: (body) => post(relay.url, secret, body) });
    await relay.kill('SIGKILL');
    expect(hubspot.complaints).toEqual([]);
    await hubspot.close();
    await rm(folder, { recursive: true, force: true });
  },
});

const RECORD = `https://app.hubspot.com/contacts/${PORTAL}/record`;

test('a ring’s links open exactly the records that the relay finds in the CRM', async ({ stage, team }) => {
  const ana = addAna(team.hubspot);
  const app = await stage.start({ relayUrl: team.url, token: team.token });
  await team.play(ring(ANA_ALONE));
  const { company, deal, foot } = linksOf(cardOf(await expectPopped(app), 'Ana Lopez'));
  await expect(foot).toHaveText('Open in HubSpot');
  for (const link of [foot, company, deal]) await link.click();
  await expect
    .poll(() => app.opened())
    .toEqual([`${RECORD}/0-1/${ana.contact}`, `${RECORD}/0-2/${ana.company}`, `${RECORD}/0-3/${ana.deal}`]);
});

test('twins in the CRM are to choose from, and the chosen one opens', async ({ stage, team }) => {
  addAna(team.hubspot);
  const twin = team.hubspot.add('contacts', { ...ANA_IN_HUBSPOT, email: 'ana@initech.example' });
  const app = await stage.start({ relayUrl: team.url, token: team.token });
  const { name, last_name } = ANA_ALONE.person;
  // Two of one name and number: nothing tells them apart.
  await team.play(ring({ ...ANA_ALONE, person: { id: 'con_twin', name, last_name, numbers: [] } }));
  const pop = await expectPopped(app);
  const { foot } = linksOf(cardOf(pop, 'Ana Lopez'));
  await expect(foot).toHaveText('Choose…');
  await foot.click();
  const items = pop.getByRole('menuitem');
  await expect(items).toHaveCount(3);
  await items.filter({ hasText: 'initech' }).click();
  await expect.poll(() => app.opened()).toEqual([`${RECORD}/0-1/${twin}`]);
});
