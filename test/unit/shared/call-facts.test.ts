import * as v from 'valibot';
import { expect, test } from 'vitest';
import { foldCall } from '../../../src-shared/calls/fold.ts';
import { callFactsOf } from '../../../src-shared/card/call-facts.ts';
import { cardOf } from '../../../src-shared/card/card.ts';
import { NOWHERE } from '../../../src-shared/format/place.ts';
import { policySchema } from '../../../src-shared/wire/policy.ts';
import { completed, dial, LINE, NORA, ring, SAM } from '../../fixtures/allo.ts';
import { CALL, receivedOf, isoAt, NOON } from '../main/heard.ts';

const policy = v.parse(policySchema, {
  lines: [{ number: LINE, name: 'Sales line' }],
  agents: [
    { email: NORA, name: 'Nora' },
    { email: SAM, name: 'Sam' },
  ],
});

function callWith(data: object, isOutbound = false) {
  const start = (isOutbound ? dial : ring)({ started_at: isoAt(NOON) });
  const call = foldCall(CALL, [
    receivedOf(start, 'a', NOON),
    receivedOf(completed({ start_date: isoAt(NOON), ...data }), 'b', NOON),
  ]);
  if (call === null) throw new Error('no call');
  const card = cardOf(call, {
    policy,
    me: NORA,
    now: NOON,
    today: '2026-11-23',
    claim: null,
    pinned: false,
    note: '',
    repeats: null,
    isTest: false,
    parts: [call],
    canRelease: true,
    placeOf: () => NOWHERE,
    records: null,
    chosenFor: () => null,
    relayNow: null,
  });
  const facts = callFactsOf(call, card, policy).map(({ kind, value }) => `${kind}: ${value}`);
  return { card, facts };
}

test('a call says where it went and under which names, each once', () => {
  const { facts } = callWith({
    from_name: 'A. Lopez',
    to_name: 'Ringside SAS',
    original_to_number: '+33199008803',
    original_to_name: 'Front desk',
    transfer_from: { number: '+33199003301', user_email: SAM, user_name: 'Sam' },
    transfer_to: { number: '+442079460018', user_email: null, user_name: 'Dr Grey' },
    transfer_original_call_id: 'cll_before',
  });
  expect(facts).toEqual([
    'line: Sales line, +33 1 99 00 33 00',
    'lineName: Ringside SAS',
    'firstDialled: Front desk, +33 1 99 00 88 03',
    'callerName: A. Lopez',
    `handledBy: Nora, ${NORA}`,
    `transferredFrom: Sam, ${SAM}, +33 1 99 00 33 01`,
    'transferredTo: Dr Grey, +44 20 7946 0018',
    'callId: cll_2NfDKEm9sF8xK3pQr1Zt',
    'originalCallId: cll_before',
    'contactId: con_5MiGKEm9sF8xK3pQr1Zt',
    'companyId: com-1a2b3c',
    'dealId: Pilot, 40 seats, dea-9z8y7x',
    'crmId: 512',
  ]);
});

test('what the card says already is not said again', () => {
  const { facts } = callWith({ from_name: 'Ana Lopez', to_name: 'Sales line' });
  expect(facts.some((fact) => /^(?:callerName|lineName|firstDialled|transferred)/.test(fact))).toBe(false);
});

test('the numbers of a transfer stand beside the names of its ends, and not beside themselves', () => {
  const { card } = callWith({
    transfer_from: { number: '+33199003301', user_email: SAM, user_name: 'Sam' },
    transfer_to: { number: '+442079460018', user_email: null, user_name: null },
  });
  expect(card.legs).toMatchObject([
    { side: 'before', who: 'Sam', number: '+33 1 99 00 33 01' },
    { side: 'after', who: '+44 20 7946 0018', number: null },
  ]);
});

test('nobody handled what an assistant took, whoever has the line', () => {
  const { card, facts } = callWith({ result: 'TRANSFERRED_AI', user_email: SAM });
  expect(card).toMatchObject({ phase: 'transferred', handledBy: null });
  expect(facts.join()).not.toContain('handledBy');
});

test.each([
  ['https://recordings.example/a.mp3', true],
  ['https://[2606:4700::1111]/a.mp3', true],
  ['http://recordings.example/a.mp3', false],
  ['https://user@recordings.example/a.mp3', false],
  ['https://localhost/a.mp3', false],
  ['https://nas.local/a.mp3', false],
  ['https://recordings/a.mp3', false],
  ['file:///etc/passwd', false],
  ['javascript:alert(1)', false],
  ['not recorded', false],
  ['/var/recordings/a.mp3', false],
  [`https://recordings.example/${'x'.repeat(9_000)}`, false],
])('a recording at %s has a player: %s', (recording_url, playable) => {
  const { card } = callWith({ recording_url });
  expect(card.has.recording).toBe(playable);
  expect(card.isRecordingRefused).toBe(!playable);
});

test('a call that was not recorded has neither a player nor a reason', () => {
  const { card } = callWith({ recording_url: null });
  expect([card.has.recording, card.isRecordingRefused]).toEqual([false, false]);
});

const left = [
  { source: 'USER', time: null, text: 'You have reached Ringside.' },
  { source: 'EXTERNAL', time: null, text: 'Ana here.' },
  { source: 'EXTERNAL', time: null, text: 'Please call back.' },
];

test.each([
  ['the caller’s lines', { transcriptions: left }, 'Ana here.\nPlease call back.'],
  ['all there is when nobody says whose', { transcriptions: [{ text: 'Please call.' }] }, 'Please call.'],
  [
    'the whole text when there are no lines',
    { transcriptions: [], concatenated_transcript: 'Please call.' },
    'Please call.',
  ],
  [
    'the caller’s part of it when it names who speaks',
    { transcriptions: [], concatenated_transcript: 'USER: Hello. EXTERNAL: Please call.' },
    'Please call.',
  ],
  ['nothing when nothing was said', { transcriptions: [], concatenated_transcript: '' }, null],
])('a voicemail that nobody has summed up shows %s', (_, data, words) => {
  expect(callWith({ ...data, result: 'VOICEMAIL', summary: null }).card.left).toBe(words);
});

test('an outgoing call that a voicemail took shows no message: nobody left one', () => {
  const data = { type: 'OUTBOUND', from_number: LINE, to: '+33199001234', transcriptions: left };
  expect(callWith({ ...data, result: 'VOICEMAIL', summary: null }, true).card.left).toBeNull();
});

test('a voicemail with a summary shows that, and a call that was answered shows no words', () => {
  expect(callWith({ transcriptions: left, result: 'VOICEMAIL' }).card.left).toBeNull();
  expect(callWith({ transcriptions: left, summary: null }).card.left).toBeNull();
});

test('a transcript of one piece can be read', () => {
  const { card } = callWith({ transcriptions: [], concatenated_transcript: 'Hello.' });
  expect(card.has.transcript).toBe(true);
});

test('tags that are known by their keys alone are written out, and each is there once', () => {
  const { card } = callWith({ tags: ['to_call_back', 'To call back', 'renewal', 'Foo_Bar baz'] });
  expect(card.tags).toEqual(['To call back', 'renewal', 'Foo_Bar baz']);
});

test.each([
  ['5m 30s', 330],
  ['1h 2m 3s', 3_723],
  ['5m30s', 330],
  ['5 min 30 sec', 330],
  ['45s', 45],
  ['about 5', 6],
  [null, 6],
])('a length of %j takes %i seconds', (length, seconds) => {
  expect(callWith({ length, length_in_minutes: 0.1 }).card.durationS).toBe(seconds);
});
