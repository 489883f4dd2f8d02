import { writeFile } from 'node:fs/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { answer, GLOBEX, NORA, ring } from '../fixtures/allo.ts';
import {
  addAna,
  CRM_CONFIG,
  NO_EXTRAS,
  quiet,
  startConnected,
  startHubspotFor,
  startRelayWithCrm,
  type RelayWithCrm,
  WITHOUT_CRM_ID,
} from '../fixtures/crm/relay-with-crm.ts';
import { countIn, HOUR, nobody } from '../fixtures/relay/forgotten.ts';
import { relayLab } from '../fixtures/relay/lab.ts';
import { until } from '../fixtures/until.ts';

const lab = relayLab();
afterEach(lab.cleanUp);

const bare = { config: { records: { show: NO_EXTRAS } } };
const people = (at: RelayWithCrm): string[] => at.asked().map(({ name, path }) => name ?? path);

function rowsIn(folder: string): Promise<number> {
  return countIn(folder, 'crm_found');
}

/** A relay in which Ana was found, stopped and started anew: what it knows is on its disk alone. */
async function startedAnew(options: { readonly now?: () => number; readonly config?: object } = bare) {
  const hubspot = await startHubspotFor(lab);
  const ana = addAna(hubspot);
  const folder = await lab.folder();
  const first = await startConnected(lab, hubspot, { folder });
  await first.relay.cli('agents', 'add', NORA);
  const noras = await first.live(NORA);
  await first.relay.post(ring(WITHOUT_CRM_ID));
  await noras.frame('records');
  await first.relay.stop();
  const at = await startConnected(lab, hubspot, { folder, ...options });
  return { at, ana, hubspot, folder };
}

describe('after a restart', () => {
  it('a ring brings the records at once, and asks nothing', async () => {
    const { at, ana } = await startedAnew();
    const noras = await at.live(NORA);
    // The call from before the restart, too.
    expect(await noras.frame('records')).toMatchObject({ contact: { record: { id: ana.contact } } });
    const seen = noras.frames.length;
    await at.relay.post(ring(WITHOUT_CRM_ID));
    const told = await until('the records', () =>
      noras.frames.slice(seen).find((frame) => frame.type === 'records'),
    );
    expect(told).toMatchObject({
      contact: { record: { id: ana.contact, kind: 'contact' } },
      company: { record: { id: ana.company } },
      deals: { 'dea-9z8y7x': { record: { id: ana.deal } } },
    });
    await quiet(at);
    expect(people(at)).toEqual([]);
  });

  it('a ring while the CRM does not answer brings them all the same', async () => {
    const { at, ana, hubspot } = await startedAnew({ config: {} });
    const noras = await at.live(NORA);
    const seen = noras.frames.length;
    hubspot.play('hang', { times: 100 });
    await at.relay.post(ring(WITHOUT_CRM_ID));
    const told = await until('the records', () =>
      noras.frames.slice(seen).find((frame) => frame.type === 'records'),
    );
    expect(told).toMatchObject({ contact: { record: { id: ana.contact } } });
  });

  it('a ring that came before the CRM said whose the secret is brings them when it has', async () => {
    const { at: first, ana, hubspot, folder } = await startedAnew();
    await first.relay.stop();
    const answering = Promise.withResolvers<void>();
    hubspot.latency = answering.promise;
    const at = await startRelayWithCrm(lab, hubspot, { folder, ...bare });
    const noras = await at.live(NORA);
    await at.relay.post(ring(WITHOUT_CRM_ID));
    await noras.eventCount(2);
    expect(noras.frames.some(({ type }) => type === 'records')).toBe(false);
    answering.resolve();
    const call = noras.events.at(-1)?.call;
    const told = await until('the records', () =>
      noras.frames.find((frame) => frame.type === 'records' && frame.call === call),
    );
    expect(told).toMatchObject({ contact: { record: { id: ana.contact } } });
  });
});

describe('a day later', () => {
  const dayLater = (): number => Date.now() + 25 * HOUR;
  const ringThen = (at: RelayWithCrm) =>
    at.relay.post(ring({ ...WITHOUT_CRM_ID, started_at: new Date(dayLater()).toISOString() }), {
      timestamp: Math.floor(dayLater() / 1000),
    });

  it('they are told at once and looked at again: under the id that the record has by now', async () => {
    const { at, ana, hubspot } = await startedAnew({ ...bare, now: dayLater });
    const other = hubspot.add('contacts', { firstname: 'Ana', lastname: 'Lopez' });
    hubspot.merge('contacts', ana.contact, other);
    const noras = await at.live(NORA);
    await ringThen(at);
    expect((await noras.frame('records', 1)).contact?.record?.id).toBe(ana.contact);
    expect((await noras.frame('records', 2)).contact?.record?.id).toBe(other);
    expect(people(at)).toContain('contacts.one');
    expect(people(at)).not.toContain('contacts.search');
  });

  it('one that is gone is looked for once more, and what was told is taken back', async () => {
    const { at, ana, hubspot, folder } = await startedAnew({ ...bare, now: dayLater });
    hubspot.archive('contacts', ana.contact);
    const noras = await at.live(NORA);
    await ringThen(at);
    expect((await noras.frame('records', 1)).contact?.record?.id).toBe(ana.contact);
    const last = await noras.frame('records', 2);
    expect([last.contact, last.deals]).toEqual([undefined, undefined]);
    expect(people(at).filter((name) => name === 'contacts.search')).toHaveLength(1);
    await until('the row to go', async () => (await rowsIn(folder)) === 0);
  });

  it('the CRM does not answer: they stay, and are looked at with the next event', async () => {
    const { at, hubspot, folder } = await startedAnew({ ...bare, now: dayLater });
    hubspot.play({ status: 502, text: '<html>bad gateway</html>' }, { times: 20 });
    const noras = await at.live(NORA);
    await ringThen(at);
    await noras.frame('records', 1);
    await quiet(at);
    expect(noras.frames.filter(({ type }) => type === 'records')).toHaveLength(1);
    expect(await rowsIn(folder)).toBe(1);
    hubspot.stopPlaying();
    const before = people(at).length;
    await at.relay.post(answer({ started_at: new Date(dayLater()).toISOString() }), {
      timestamp: Math.floor(dayLater() / 1000),
    });
    await until('it to be asked again', () => people(at).length > before);
    await quiet(at);
    expect(await rowsIn(folder)).toBe(1);
  });
});

describe('another Allo or CRM', () => {
  it('facts that have changed are matched again, behind what is told at once', async () => {
    const { at, ana, hubspot } = await startedAnew();
    const noras = await at.live(NORA);
    const deal = hubspot.add(
      'deals',
      {
        dealname: 'Renewal',
        amount: '900',
        deal_currency_code: 'EUR',
        dealstage: 'qualifiedtobuy',
        pipeline: 'default',
        hs_is_closed: 'false',
      },
      { contacts: [ana.contact] },
    );
    const deals = [
      ...(GLOBEX['deals'] as object[]),
      { id: 'dea-new', name: 'Renewal', status: 'new', value: 900, currency: 'EUR' },
    ];
    const seen = noras.frames.filter(({ type }) => type === 'records').length;
    await at.relay.post(ring({ ...WITHOUT_CRM_ID, deals }));
    const first = await noras.frame('records', seen + 1);
    expect(first.deals).toEqual({ 'dea-9z8y7x': { record: { id: ana.deal } } });
    const second = await noras.frame('records', seen + 2);
    expect(second.deals).toEqual({
      'dea-9z8y7x': { record: { id: ana.deal } },
      'dea-new': { record: { id: deal } },
    });
    // Who she is was known: she is read, and not searched for.
    expect(people(at)).not.toContain('contacts.search');
  });

  it('account: nothing of the last one is told or kept', async () => {
    const { at: first, folder } = await startedAnew();
    await first.relay.stop();
    expect(await rowsIn(folder)).toBe(1);
    const other = await startHubspotFor(lab, { portalId: 999 });
    const at = await startConnected(lab, other, {
      folder,
      config: { crm: { preset: 'hubspot', portal: '999' }, records: { show: NO_EXTRAS } },
    });
    await until('the rows to go', async () => (await rowsIn(folder)) === 0);
    const noras = await at.live(NORA);
    expect(noras.frames.some(({ type }) => type === 'records')).toBe(false);
    await at.relay.post(ring(WITHOUT_CRM_ID));
    await until('her to be asked for', () => people(at).length > 0);
  });

  it('switch: with `ask` off nothing is asked or told, and with it on again both are', async () => {
    const { at, ana } = await startedAnew();
    const { configFile } = at.relay;
    const write = (records: object) => writeFile(configFile, JSON.stringify({ ...CRM_CONFIG, records }));
    const inUse = (value: number) =>
      until('the switch', async () => (await at.relay.metric('ringside_crm_in_use')) === value);
    await write({ ask: false, show: NO_EXTRAS });
    await inUse(0);
    const noras = await at.live(NORA);
    const before = at.asked().length;
    await at.relay.post(ring({ ...nobody }));
    await noras.eventCount(2);
    expect(noras.frames.some(({ type }) => type === 'records')).toBe(false);
    expect(at.asked().length).toBe(before);
    await write({ show: NO_EXTRAS });
    await inUse(1);
    // What is known is told again to whoever is connected.
    expect((await noras.frame('records')).contact?.record?.id).toBe(ana.contact);
  });

  it('switch: choices that the admin does not want shown are gone from the next frame', async () => {
    const hubspot = await startHubspotFor(lab);
    addAna(hubspot);
    hubspot.add('contacts', { firstname: 'Leo', phone: '+33199001234' });
    const at = await startConnected(lab, hubspot);
    const noras = await at.live(NORA);
    await at.relay.post(ring(nobody));
    expect((await noras.frame('records')).contact?.choices).toHaveLength(2);
    await writeFile(
      at.relay.configFile,
      JSON.stringify({ ...CRM_CONFIG, records: { show: { choices: false } } }),
    );
    expect((await noras.frame('records', 2)).contact).toBeUndefined();
    const later = await at.live(NORA);
    expect(later.frames.some((frame) => frame.type === 'records' && frame.contact)).toBe(false);
  });
});
