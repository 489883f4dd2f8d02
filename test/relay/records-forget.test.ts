import { afterEach, describe, expect, it } from 'vitest';
import { readPrints } from '../../src-relay/crm/cache/prints.ts';
import type { CallKey } from '../../src-shared/brand.ts';
import { readNumber } from '../../src-shared/format/phone.ts';
import { ANA, NORA, ring } from '../fixtures/allo.ts';
import {
  addAna,
  quiet,
  startConnected,
  startHubspotFor,
  WITHOUT_CRM_ID,
} from '../fixtures/crm/relay-with-crm.ts';
import { BEN, bytesOf, countIn, nobody } from '../fixtures/relay/forgotten.ts';
import { inJournal, relayLab, type LabRelay } from '../fixtures/relay/lab.ts';
import { until } from '../fixtures/until.ts';

const lab = relayLab();
afterEach(lab.cleanUp);

function rowsIn({ folder }: LabRelay): Promise<number> {
  return countIn(folder, 'crm_found');
}

describe('what was found of somebody in the CRM', () => {
  it('is kept as ids and hashes alone, and nothing of it is left when they are forgotten', async () => {
    const hubspot = await startHubspotFor(lab);
    addAna(hubspot);
    // Named by nobody but the CRM.
    hubspot.add('contacts', {
      firstname: 'Benoit',
      lastname: 'Quatremers',
      phone: BEN,
      email: 'bq@initech.example',
    });
    const at = await startConnected(lab, hubspot);
    const noras = await at.live(NORA);
    await at.relay.post(ring(WITHOUT_CRM_ID));
    await at.relay.post(ring({ ...nobody, from_number: BEN }));
    await noras.frame('records', 2);
    await until('both to be kept', async () => (await rowsIn(at.relay)) === 2);
    const rows = await inJournal(at.relay.folder, (sql) => sql.all('SELECT * FROM crm_found'));
    const kept = JSON.stringify(rows).toLowerCase();
    for (const trace of [
      'ana',
      'lopez',
      'globex',
      'pilot',
      'seats',
      '99001234',
      '99007777',
      'con_5',
      'dea-',
      '25000',
    ])
      expect(kept).not.toContain(trace);
    // What the CRM calls them is nowhere in the files, before and after.
    expect(await bytesOf(at.relay.folder)).not.toContain('quatremers');
    expect(await bytesOf(at.relay.folder)).not.toContain('initech');
    await at.relay.cli('forget', ANA);
    expect(await rowsIn(at.relay)).toBe(1);
    await at.relay.cli('forget', BEN);
    expect(await rowsIn(at.relay)).toBe(0);
    for (const trace of ['lopez', 'globex', 'pilot, 40', '199001234', 'quatremers', '199007777'])
      expect(await bytesOf(at.relay.folder)).not.toContain(trace);
    // Nor does anybody get it who connects now, or anything of it stay in memory.
    const later = await at.live(NORA);
    expect(later.frames.filter((frame) => frame.type === 'records')).toEqual([]);
  });

  it.each(['the first question', 'the second round'])(
    'is neither written nor told when they are forgotten while the CRM thinks about %s',
    async (when) => {
      const hubspot = await startHubspotFor(lab);
      const ana = addAna(hubspot);
      const at = await startConnected(lab, hubspot);
      const noras = await at.live(NORA);
      hubspot.latency = 400;
      await at.relay.post(ring(WITHOUT_CRM_ID));
      const questions = when === 'the first question' ? 1 : 2;
      await until('it to be asked', () => at.asked().length >= questions);
      await at.relay.cli('forget', ANA);
      const asked = at.asked().length;
      await quiet(at);
      await until('the answers', () => hubspot.requests.every(({ status }) => status !== null));
      // What was under way was answered; nothing more was asked about her.
      expect(at.asked().length).toBe(asked);
      expect(await at.relay.metric('ringside_records_total{verdict="forgotten"}')).toBe(1);
      // Longer than anything waits to be written.
      const until2s = Date.now() + 1500;
      await until('a while', () => Date.now() > until2s);
      expect(await rowsIn(at.relay)).toBe(0);
      expect(noras.frames.filter((frame) => frame.type === 'records')).toEqual([]);
      hubspot.latency = 0;
      // Her next call is a stranger's, asked for anew.
      const again = await at.live(NORA);
      await at.relay.post(ring(WITHOUT_CRM_ID));
      expect((await again.frame('records')).contact?.record?.id).toBe(ana.contact);
      await until('her to be kept again', async () => (await rowsIn(at.relay)) === 1);
    },
  );

  it('of others is told and kept when it was asked for after somebody was forgotten', async () => {
    const hubspot = await startHubspotFor(lab);
    const ana = addAna(hubspot);
    const at = await startConnected(lab, hubspot);
    await at.relay.post(ring({ ...nobody, from_number: BEN }));
    await at.relay.cli('forget', BEN);
    const noras = await at.live(NORA);
    await at.relay.post(ring(WITHOUT_CRM_ID));
    expect((await noras.frame('records')).contact?.record?.id).toBe(ana.contact);
    await until('it to be kept', async () => (await rowsIn(at.relay)) === 1);
  });

  it('never comes back, whoever is forgotten while the CRM is asked for many', async () => {
    const hubspot = await startHubspotFor(lab);
    const people = Array.from({ length: 12 }, (_, i) => `+3319902${2000 + i}`);
    for (const [i, phone] of people.entries())
      hubspot.add('contacts', { firstname: 'Caller', lastname: `Number${i}`, phone });
    const at = await startConnected(lab, hubspot);
    hubspot.latency = { from: 50, to: 700, seed: 11 };
    const forgotten = people.filter((_, i) => i % 3 === 0);
    const callers = await at.live(NORA);
    for (const from_number of people) await at.relay.post(ring({ ...nobody, from_number }));
    await callers.eventCount(people.length);
    const calls = new Map(callers.events.map(({ call, data }) => [data['from_number'], call]));
    for (const number of forgotten) await at.relay.cli('forget', number);
    // Whoever is connected from now on is told of none of them, whatever is still on its way.
    const noras = await at.live(NORA);
    await quiet(at);
    for (const from_number of people.filter((one) => !forgotten.includes(one)))
      await at.relay.post(
        ring({ ...nobody, from_number, started_at: new Date(Date.now() + 60_000).toISOString() }),
      );
    await until(
      'the others to be kept',
      async () => (await rowsIn(at.relay)) === people.length - forgotten.length,
      30_000,
    );
    const [prints, rows] = await inJournal(at.relay.folder, async (sql) => [
      await readPrints(sql),
      await sql.all<{ party: string }>('SELECT party FROM crm_found'),
    ]);
    const kept = new Set<string>(rows.map(({ party }) => party));
    const told = new Set(noras.frames.flatMap((frame) => (frame.type === 'records' ? [frame.call] : [])));
    for (const number of forgotten) {
      expect(kept.has(prints.number(readNumber(number)))).toBe(false);
      expect(told.has(calls.get(number) as CallKey)).toBe(false);
    }
  }, 60_000);
});
