import { afterEach, describe, expect, it } from 'vitest';
import type { EventFrame } from '../../src-shared/wire/protocol.ts';
import { ANA, completed, contact, LINE, NORA, ring, sms, type AlloBody } from '../fixtures/allo.ts';
import { isEmbeddedOnly } from '../fixtures/relay/embedded-only.ts';
import { countIn } from '../fixtures/relay/forgotten.ts';
import { inJournal, relayLab, type LabRelay } from '../fixtures/relay/lab.ts';

const lab = relayLab();
afterEach(lab.cleanUp);

const ago = (ms: number): string => new Date(Date.now() - ms).toISOString();
const unknown = { person: null, company: null, deals: null };
const SPELLINGS = [
  'sip:+33199001234@pbx.example',
  'tel:+33-1-99-00-12-34',
  'Mobile: +33 (0)1 99 00 12 34',
  '+33199001234 x42',
  '+33199001234;ext=42',
  '+33199001234,,42',
  '＋３３１９９００１２３４',
  '٠١٩٩٠٠١٢٣٤',
  33199001234,
];

async function frameOf(relay: LabRelay, body: AlloBody): Promise<EventFrame> {
  const { id, body: said } = await relay.post(body);
  expect(said).toEqual({ status: 'accepted' });
  const nora = await relay.live(NORA);
  const frame = nora.events.find((e) => e.webhookId === id);
  if (frame === undefined) throw new Error('it reached nobody');
  return frame;
}

describe('a number', () => {
  it.each(SPELLINGS)(
    'written %s is accepted as it was sent, and is the caller of before',
    async (from_number) => {
      const relay = await lab.start({ agents: [NORA] });
      await relay.post(completed({ start_date: ago(3_600_000), user_email: NORA }));
      await relay.post(sms({ sent_at: ago(1_800_000), content: 'On my way' }));
      const frame = await frameOf(relay, ring({ ...unknown, from_number }));
      expect(frame.data['from_number']).toBe(from_number);
      expect(frame.memory).toMatchObject({ callsIn30Days: 1, lastSms: { text: 'On my way' } });
    },
  );

  it('in one spelling with the ring and in another with its end is one call', async () => {
    const relay = await lab.start({ agents: [NORA] });
    const calls = new Set<string | null>();
    const started_at = ago(60_000);
    calls.add((await frameOf(relay, ring({ started_at, from_number: 'sip:+33199001234@pbx.example' }))).call);
    calls.add((await frameOf(relay, completed({ start_date: started_at, from_number: 33199001234 }))).call);
    expect(calls.size).toBe(1);
  });

  it.each([
    ['+49 (0) 30 12345678', '+493012345678'],
    ['Mobile: +33 1 99 00 12 34', ANA],
    ['tel:+33199001234', ANA],
    ['+33 1 99 00 12 34 ext. 7', ANA],
    [33199001234, ANA],
    ['+52 1 55 1234 5678', '+525512345678'],
    ['+54 11 1234 5678', '+5491112345678'],
    ['+225 07 12 34 56', '+2250707123456'],
  ])('in the contacts as %s is the contact who calls from %s', async (number, from_number) => {
    const relay = await lab.start({ agents: [NORA] });
    await relay.post(contact({ numbers: [number] }));
    expect((await frameOf(relay, ring({ ...unknown, from_number }))).memory?.contact).toMatchObject({
      firstName: 'Ana',
    });
  });

  it.each(SPELLINGS)('written %s is forgotten with the person', async (from_number) => {
    const relay = await lab.start({ agents: [NORA] });
    await relay.post(ring({ from_number }));
    await relay.post(sms({ id: 'msg_odd', from_number }));
    expect(await relay.cli('forget', ANA)).toMatchObject({ events: 2, clean: true });
  });
});

describe('a withheld number', () => {
  it.each([
    ['+266696687', '+266696687'],
    ['+8656696', 'anonymous'],
    ['0000000000', '0000000000'],
    ['sip:anonymous@anonymous.invalid', 'Restricted'],
    ['Unavailable', ''],
  ])('is nobody: %s and then %s share nothing', async (first, second) => {
    const relay = await lab.start({ agents: [NORA] });
    await relay.post(contact({ numbers: [first] }));
    await relay.post(completed({ start_date: ago(3_600_000), user_email: NORA, from_number: first }));
    await relay.post(sms({ sent_at: ago(1_800_000), from_number: first }));
    expect((await frameOf(relay, ring({ ...unknown, from_number: second }))).memory).toBeUndefined();
  });
});

describe.skipIf(isEmbeddedOnly('an older journal'))(
  'a journal that was written when fewer spellings were read',
  () => {
    it('is filed under the numbers of today, and nothing in it is lost', async () => {
      const folder = await lab.folder();
      const before = await lab.start({ folder, agents: [NORA] });
      const mexico = '+5215512345678';
      await before.post(
        completed({ id: 'cll_1', start_date: ago(7_200_000), from_number: mexico, user_email: NORA }),
      );
      await before.post(completed({ id: 'cll_2', start_date: ago(7_100_000), from_number: '+266696687' }));
      await before.post(sms({ sent_at: ago(3_600_000), from_number: '+33(0)199001234' }));
      await before.post(contact({ numbers: ['tel:+493012345678', '+22507123456'] }));
      await before.post(ring({ started_at: ago(1_800_000), from_number: '+33199001299' }));
      await before.stop();
      const asBefore = [
        'UPDATE journal SET has_numbers_of_today = 0',
        `UPDATE past_call SET e164 = '${mexico}' WHERE e164 = '+525512345678'`,
        `INSERT INTO past_call SELECT call, '266696687', '+266696687', (SELECT started_at FROM sighting WHERE event = event.id),
         received_at, 'inbound', NULL FROM event WHERE data LIKE '%+266696687%'`,
        "UPDATE text_message SET e164 = '+330199001234'",
        'DELETE FROM contact_number',
        "INSERT INTO contact_number SELECT id, '507123456', '+22507123456' FROM contact",
      ];
      await inJournal(folder, async (sql) => {
        for (const statement of asBefore) await sql.run(statement);
      });
      const relay = await lab.start({ folder });
      const memoryOf = async (from_number: string) =>
        (await frameOf(relay, ring({ ...unknown, from_number }))).memory;
      expect(await memoryOf('+525512345678')).toMatchObject({ callsIn30Days: 1 });
      expect(await memoryOf(ANA)).toHaveProperty('lastSms');
      expect(await memoryOf('+493012345678')).toHaveProperty('contact');
      expect(await memoryOf('+2250707123456')).toHaveProperty('contact');
      expect(await memoryOf('+33199001299')).toMatchObject({ callsIn30Days: 1 });
      expect(await memoryOf('+266696687')).toBeUndefined();
      await relay.stop();
      expect(await countIn(folder, "past_call WHERE tail = '266696687'")).toBe(0);
    });
  },
);

it('a line of the team is its own in any spelling', async () => {
  const relay = await lab.start({ agents: [NORA], config: { lines: { [LINE]: { agents: [NORA] } } } });
  const frame = await frameOf(relay, ring({ to_number: 'sip:+33199003300@pbx.example', user_email: null }));
  expect(frame.topic).toBe('call.received');
});
