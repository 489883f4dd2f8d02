import { completed, GLOBEX, NORA, ring } from '../fixtures/allo.ts';
import { HUBSPOT_KEY, startHubspot, type HubspotStandIn } from '../fixtures/crm/hubspot.ts';
import { cardOf, clickOneByOne, expect, expectLive, expectPopped, test as base } from './stage.ts';

/** The relay is connected to a HubSpot, as an admin would connect it. */
const test = base.extend<{ hubspot: HubspotStandIn }>({
  hubspot: async ({}, use) => {
    const hubspot = await startHubspot();
    await use(hubspot);
    await hubspot.close();
    expect(hubspot.complaints).toEqual([]);
  },
  relayStart: async ({ hubspot }, use) =>
    use({
      config: { crm: { preset: 'hubspot', portal: '8812734', host: 'app-eu1.hubspot.com' } },
      env: { RINGSIDE_CRM_TOKEN: HUBSPOT_KEY, RINGSIDE_CRM_URL: hubspot.url },
    }),
});

const ACCOUNT = 'https://app-eu1.hubspot.com/contacts/8812734';
const ANA = {
  firstname: 'Ana',
  lastname: 'Lopez',
  email: 'ana.lopez@globex.example',
  phone: '01 99 00 12 34',
};
const PILOT = {
  dealname: 'Pilot, 40 seats',
  amount: '25000',
  deal_currency_code: 'EUR',
  closedate: '2027-03-31T00:00:00Z',
  dealstage: 'contractsent',
  pipeline: 'default',
  hs_is_closed: 'false',
};

/** Who rings, without an id of the CRM's. */
function ana(from = '+33199001234'): ReturnType<typeof ring> {
  const { hubspot_id: _, ...person } = GLOBEX['person'] as Record<string, unknown>;
  return ring({ from_number: from, person: { ...person, numbers: [from] } });
}

test('a click on contact, company and deal opens exactly their records', async ({ stage, hubspot }) => {
  const company = hubspot.add('companies', { name: 'Globex' });
  const contact = hubspot.add('contacts', ANA, { companies: [company] });
  const deal = hubspot.add('deals', PILOT, { contacts: [contact], companies: [company] });
  hubspot.add('contacts', { firstname: 'Ana', lastname: 'Lopez', email: 'ana@elsewhere.example' });
  const app = await stage.start();
  await expectLive(app);
  await stage.relay.play(ana());
  const card = cardOf(await expectPopped(app), 'Ana Lopez');
  await clickOneByOne(app, [
    [card.getByRole('button', { name: 'Open in HubSpot' }), `${ACCOUNT}/record/0-1/${contact}`],
    [card.getByRole('button', { name: 'Globex' }), `${ACCOUNT}/record/0-2/${company}`],
    [card.getByRole('button', { name: /Pilot, 40 seats/ }), `${ACCOUNT}/record/0-3/${deal}`],
  ]);
});

test('of two with one number none is taken for the caller: the agent chooses', async ({ stage, hubspot }) => {
  const globex = hubspot.add('companies', { name: 'Globex' });
  const initech = hubspot.add('companies', { name: 'Initech' });
  const one = { firstname: 'Ana', lastname: 'Lopez', phone: '+33199001234' };
  hubspot.add('contacts', one, { companies: [globex] });
  const second = hubspot.add('contacts', one, { companies: [initech] });
  const app = await stage.start();
  await expectLive(app);
  await stage.relay.play(
    ring({ person: { id: 'con_ana', name: 'Ana', last_name: 'Lopez' }, company: null, deals: null }),
  );
  const pop = await expectPopped(app);
  await cardOf(pop, 'Ana Lopez').getByRole('button', { name: 'Choose…' }).click();
  await pop.getByRole('menuitem', { name: /Initech/ }).click();
  await expect.poll(() => app.opened()).toEqual([`${ACCOUNT}/record/0-1/${second}`]);
});

test('a CRM that hangs costs the card nothing: a click searches, and once it answers the next event is exact', async ({
  stage,
  hubspot,
}) => {
  const contact = hubspot.add('contacts', ANA);
  const app = await stage.start();
  await expectLive(app);
  for (const on of ['contacts.one', 'contacts.many', 'contacts.search']) hubspot.play('hang', { on });
  await stage.relay.play(ana());
  const card = cardOf(await expectPopped(app), 'Ana Lopez');
  await card.getByRole('button', { name: 'Search in HubSpot' }).click();
  await expect.poll(() => app.opened()).toEqual([`${ACCOUNT}/objects/0-1/views/all/list?query=Ana%20Lopez`]);
  // It has given up: what comes before that has the answer that it waits for.
  const unanswered = async () => (await fetch(`${stage.relay.url()}/metrics`)).text();
  await expect
    .poll(unanswered, { timeout: 20_000 })
    .toMatch(/ringside_records_unanswered_total\{[^}]*\} [1-9]/);
  hubspot.stopPlaying();
  await stage.relay.play(completed({ user_email: NORA, integration_id: null }));
  await card.getByRole('button', { name: 'Open in HubSpot' }).click();
  await expect.poll(async () => (await app.opened())[1]).toBe(`${ACCOUNT}/record/0-1/${contact}`);
});
