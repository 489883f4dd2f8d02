import { afterEach, describe, expect, it } from 'vitest';
import { answer, completed, contact, dial, LINE, NORA, ring, SAM, sms, tag } from '../fixtures/allo.ts';
import { relayLab } from '../fixtures/relay/lab.ts';

const lab = relayLab();
afterEach(lab.cleanUp);

const EVE = 'eve@ringside.example';
const now = (): string => new Date().toISOString();
const zoneless = (): string => now().slice(0, 19);
const event = (topic: string, data: object) => ({
  topic,
  version: '2.0',
  timestamp: now(),
  data: { ...data },
});
const CALL = completed().data['id'];

/** What documents and practice differ about, each as a whole webhook: [what, body, the topic it goes out under]. */
const odd: readonly (readonly [string, ReturnType<typeof event>])[] = [
  ['a ring', ring()],
  ['a ring with no person at all', event('call.received', { ...bare(), started_at: now() })],
  ['a ring with nulls', ring({ person: null, company: null, deals: null })],
  ['a ring of a withheld number', ring({ from_number: 'anonymous' })],
  ['a ring of a null number', ring({ from_number: null })],
  [
    'a ring under the other spelling',
    event('call.received', { from: '+33199001234', to: LINE, start_date: now(), user_email: NORA }),
  ],
  ['a ring without a zone', ring({ started_at: zoneless() })],
  ['a ring with microseconds', ring({ started_at: now().replace('Z', '456Z') })],
  [
    'a ring whose deal closes on a date without a zone',
    ring({ deals: [{ id: 'dea-1', close_date: '2026-06-15T00:00:00', value: '1' }] }),
  ],
  ['a dialled call', dial()],
  ['an answer without a direction', answer({ direction: undefined })],
  [
    'an answer of a dialled call',
    answer({ direction: 'OUTBOUND', from_number: LINE, to_number: '+33199001234' }),
  ],
  ['a completion', completed()],
  ['a completion with a result nobody listed', completed({ result: 'CALLEE_TEMPORARILY_UNAVAILABLE' })],
  [
    'a completion with transfers as null',
    completed({ transfer_from: null, transfer_to: null, data_collected: null }),
  ],
  ['a completion before its summary', completed({ summary: null, transcriptions: null, tags: null })],
  ['a completion with a voice menu', completed({ ivr_result: [{ dtmf_key: '1', text_key: 'sales' }] })],
  [
    'a completion with an AGENT in its transcript',
    completed({ transcriptions: [{ source: 'AGENT', text: 'Hi', start_seconds: 1 }] }),
  ],
  ['a message', sms()],
  ['a picture', sms({ type: 'MMS', content: null })],
  [
    'a WhatsApp message that was sent',
    { ...sms({ type: 'WHATSAPP', from_number: LINE, to_number: '+33199001234' }), topic: 'sms.sent' },
  ],
];

function bare(): object {
  return { from_number: '+33199001234', to_number: LINE, user_email: NORA };
}

/** When the tests were listed, and their rings began: on a busy machine minutes before they run. */
const LISTED_AT = Math.floor(Date.now() / 1000);

describe('every topic', () => {
  it.each(odd)('%s reaches its agent as Allo sent it', async (_, body) => {
    const relay = await lab.start({ agents: [NORA], now: () => LISTED_AT * 1000 });
    const nora = await relay.live(NORA);
    const { id, body: answered } = await relay.post(body, { timestamp: LISTED_AT });
    expect(answered).toEqual({ status: 'accepted' });
    const [told] = await nora.eventCount(1);
    expect(told).toMatchObject({
      webhookId: id,
      topic: body.topic,
      data: JSON.parse(JSON.stringify(body.data)),
    });
    expect(told?.ageMs).toBeLessThan(60_000);
    expect(told?.call === null).toBe(body.topic.startsWith('sms.'));
  });

  it.each([
    [
      'contact.created, its company plain text',
      { ...contact({ company: 'Globex' }), topic: 'contact.created' },
    ],
    ['contact.updated without e-mails', contact({ emails: null, company: null })],
    ['tag.added without a user', tag()],
    ['tag.removed', tag({ user_email: SAM }, 'tag.removed')],
    ['summary.updated as call_id and summary', event('summary.updated', { call_id: CALL, summary: 'New.' })],
    [
      'summary.updated as id and content',
      event('summary.updated', { id: CALL, content: 'New.', version: 2 }),
    ],
  ])('%s reaches who had the call', async (_, body) => {
    const relay = await lab.start({ agents: [NORA, SAM] });
    const [nora, sam] = [await relay.live(NORA), await relay.live(SAM)];
    await relay.post(completed());
    const { id } = await relay.post(body);
    const [, told] = await nora.eventCount(2);
    expect(told).toMatchObject({ webhookId: id, topic: body.topic, data: body.data });
    expect(told?.call === null).toBe(body.topic.startsWith('contact.'));
    await relay.post(sms({ user_email: SAM }));
    expect((await sam.eventCount(1)).map((e) => e.topic)).toEqual(['sms.received']);
  });

  it.each([
    ['tag.added', tag()],
    ['tag.removed', tag({}, 'tag.removed')],
    ['summary.updated by call_id', event('summary.updated', { call_id: CALL, summary: 'New.' })],
    ['summary.updated by id', event('summary.updated', { id: CALL, content: 'New.' })],
  ])('%s that comes before its call waits for it, and follows it', async (_, body) => {
    const relay = await lab.start({ agents: [NORA] });
    const nora = await relay.live(NORA);
    const { id } = await relay.post(body);
    const started_at = now();
    await relay.post(ring({ started_at }));
    await relay.post(completed({ start_date: started_at }));
    const events = await nora.eventCount(3);
    expect(events.map((e) => e.topic)).toEqual(['call.received', 'call.completed', body.topic]);
    expect(events[2]?.webhookId).toBe(id);
    expect(new Set(events.map((e) => e.call)).size).toBe(1);
  });

  it.each([
    ['a v1 event', { topic: 'CALL_RECEIVED', data: { fromNumber: '+33199001234' } }],
    ['a v1 event in snake case', { topic: 'CALL_RECEIVED', data: ring().data }],
    ['a v1 ping', { topic: 'PING', data: {} }],
    ['a later version', { ...ring(), version: '3.0' }],
    ['no version', { topic: 'call.received', data: ring().data }],
    ['a topic nobody knows', { ...ring(), topic: 'call.levitated' }],
  ])('%s is quarantined and never reaches an app', async (_, body) => {
    const relay = await lab.start({ agents: [NORA] });
    const nora = await relay.live(NORA);
    expect((await relay.post(JSON.stringify(body))).body).toEqual({ status: 'quarantined' });
    await relay.post(sms());
    expect((await nora.eventCount(1)).map((e) => e.topic)).toEqual(['sms.received']);
    expect((await relay.cli('quarantine', 'list'))['quarantined']).toHaveLength(1);
  });
});

describe('a transfer', () => {
  const leg = (user_email: string, data: object) => completed({ user_email, ...data });
  const end = (user_email: string) => ({ number: null, user_email, user_name: 'Somebody' });

  it('reaches both ends with each of its legs', async () => {
    const relay = await lab.start({ agents: [NORA, SAM, EVE] });
    const [nora, sam, eve] = [await relay.live(NORA), await relay.live(SAM), await relay.live(EVE)];
    const start = Date.now() - 300_000;
    const at = (ms: number): string => new Date(start + ms).toISOString();
    await relay.post(ring({ started_at: at(0) }));
    await relay.post(leg(NORA, { start_date: at(0), id: 'cll_1', transfer_to: end(SAM) }));
    await relay.post(
      leg(SAM, {
        start_date: at(120_000),
        id: 'cll_2',
        transfer_from: end(NORA),
        transfer_original_call_id: 'cll_1',
        original_to_number: LINE,
        original_to_name: 'Ringside',
      }),
    );
    await relay.post(tag({ call_id: 'cll_1' }));
    await relay.post(tag({ call_id: 'cll_2' }));
    await relay.post(sms({ user_email: EVE }));
    for (const socket of [nora, sam]) {
      const events = await socket.eventCount(5);
      expect(events.map((e) => e.topic)).toEqual([
        'call.received',
        'call.completed',
        'call.completed',
        'tag.added',
        'tag.added',
      ]);
      const [ringing, first, second, tagOfFirst, tagOfSecond] = events.map((e) => e.call);
      expect([first, tagOfFirst, tagOfSecond]).toEqual([ringing, ringing, second]);
      expect(second).not.toBe(first);
    }
    expect((await eve.eventCount(1)).map((e) => e.topic)).toEqual(['sms.received']);
  });
});

describe('a shared line', () => {
  it.each([
    ['as the config writes it', LINE],
    ['written without its country', '01 99 00 33 00'],
  ])('%s reaches every agent of it with every topic', async (_, to_number) => {
    const config = { lines: { [LINE]: { agents: [NORA, SAM] } } };
    const relay = await lab.start({ agents: [NORA, SAM, EVE], config });
    const sockets = [await relay.live(NORA), await relay.live(SAM)];
    const eve = await relay.live(EVE);
    const started_at = now();
    await relay.post(ring({ to_number, started_at, user_email: null }));
    await relay.post(answer({ to_number, started_at, user_email: null }));
    await relay.post(completed({ to: to_number, start_date: started_at, user_email: null }));
    await relay.post(tag());
    await relay.post(event('summary.updated', { id: CALL, content: 'New.' }));
    await relay.post(contact());
    await relay.post(sms({ to_number, user_email: null }));
    const topics = [
      'call.received',
      'call.answered',
      'call.completed',
      'tag.added',
      'summary.updated',
      'contact.updated',
      'sms.received',
    ];
    for (const socket of sockets) {
      expect((await socket.eventCount(topics.length)).map((e) => e.topic)).toEqual(topics);
    }
    expect(eve.events).toEqual([]);
  });
});
