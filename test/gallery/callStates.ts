import type { CallKey, WebhookId } from '../../src-shared/brand.ts';
import type { CallDetail, HistoryRow, Message } from '../../src-shared/history/rows.ts';
import { DEALS_IN_CRM, EXTRAS } from './crmStates.ts';
import { historyRow, manyRows } from '../fixtures/history.ts';
import { DAY, HOUR, MINUTE, NOW, SECOND } from './moment.ts';
import { card, PHILIPPA, UNKNOWN } from './people.ts';

/** Calls as a day brings them. */
function call(key: string, ago: number, change: Partial<HistoryRow>): HistoryRow {
  return historyRow({ key: key as CallKey, startedAt: NOW - ago, ...change });
}

const nobody = { name: null, company: null, summary: null, mine: false } as const;
const missed = { phase: 'missed', durationS: null, summary: null, mine: false } as const;

const TODAY: readonly HistoryRow[] = [
  call('c-ringing', 4 * SECOND, {
    phase: 'ringing',
    durationS: null,
    summary: null,
    name: 'Mateo Lindqvist',
    company: 'Initech Nordic',
    number: '+44 20 7946 0321',
  }),
  call('c-done', 21 * MINUTE, {
    name: 'Philippa Okonkwo',
    summary: 'Wants the renewal quote by Thursday, with the two-year option.',
    hasDeal: true,
    hasNote: true,
    tags: ['renewal', 'follow up'],
  }),
  call('c-missed-3', 48 * MINUTE, { ...missed, ...nobody, number: '+44 20 7946 0018', line: 'Support' }),
  call('c-missed-2', 52 * MINUTE, { ...missed, ...nobody, number: '+44 20 7946 0018', line: 'Support' }),
  call('c-missed-1', 56 * MINUTE, { ...missed, ...nobody, number: '+44 20 7946 0018', line: 'Support' }),
  call('c-taken', 2 * HOUR, {
    ...missed,
    name: 'Zoë Ångström',
    company: '株式会社サンプル',
    number: '+81 3 5550 0142',
    claimed: true,
    owner: 'Anna',
  }),
  call('c-mine', 2.2 * HOUR, {
    ...missed,
    name: 'Amara Diallo',
    company: 'Umbrella',
    claimed: true,
    mine: true,
  }),
  call('c-voicemail', 3 * HOUR, {
    phase: 'voicemail',
    name: 'ليلى بنت عبد الرحمن',
    company: 'شركة النور',
    durationS: 42,
    summary: 'تطلب معاودة الاتصال بشأن فاتورة ديسمبر.',
    mine: false,
  }),
  call('c-out', 4 * HOUR, {
    direction: 'outbound',
    name: 'Léa Lefèvre',
    company: 'Hooli',
    summary: 'Second site moves to May.',
    hasDeal: true,
  }),
  call('c-ben', 5 * HOUR, { name: 'Søren Weiß', company: 'Globex', owner: 'Ben Adeyemi', mine: false }),
  call('c-test', 6 * HOUR, {
    name: 'Test caller',
    company: null,
    isTest: true,
    durationS: null,
    summary: null,
    phase: 'quiet',
  }),
];

const YESTERDAY: readonly HistoryRow[] = [
  call('c-long', DAY, {
    name: 'Wolfeschlegelsteinhausenbergerdorff Featherstonehaugh-Cholmondeley von und zu Ansbach',
    company: 'Rheinische Donaudampfschifffahrtsgesellschaft Beteiligungs GmbH & Co. KG',
    line: 'Customer success, enterprise accounts, Europe and Middle East',
    owner: 'Maximiliane Wolfeschlegelstein',
    mine: false,
    hasDeal: true,
    hasNote: true,
    summary: `The delivery date of the second batch moves by a week, ${'and then by another one, '.repeat(6)}so it seems.`,
  }),
  call('c-withheld', 1.1 * DAY, { ...missed, ...nobody, number: null }),
  call('c-blocked', 1.2 * DAY, { ...nobody, phase: 'blocked', durationS: null, number: '+33 1 99 00 66 66' }),
  call('c-failed', 1.3 * DAY, {
    phase: 'failed',
    direction: 'outbound',
    durationS: null,
    summary: null,
    name: 'Wang Wei',
    company: null,
  }),
  call('c-transferred', 1.4 * DAY, {
    phase: 'transferred',
    name: 'Jürgen Müller',
    company: 'Stark Industries',
  }),
  call('c-ended', 1.5 * DAY, {
    phase: 'ended',
    result: 'HANGUP',
    name: '<b>Robert</b>',
    company: null,
    summary: null,
  }),
];

export const ROWS: readonly HistoryRow[] = [...TODAY, ...YESTERDAY, ...manyRows(200, 200, NOW - 4 * DAY)];
export const TEN_THOUSAND: readonly HistoryRow[] = manyRows(10_000, 3_000, NOW);

const SUMMARY = `Wants the renewal quote by **Thursday**, with the two-year option.

- Legal has approved the new terms
- Second site moves to May`;

const SAID = [
  ['agent', 'Ringside, Nora speaking.'],
  ['caller', 'Hi Nora, Philippa from Globex. It is about the renewal of our contract.'],
  ['agent', 'Of course. You have the two-year offer in front of you?'],
  ['caller', 'I do. Legal has approved the new terms, so what we need now is the final quote.'],
  ['caller', 'By Thursday, if that is possible. And one more thing: the second site moves to May.'],
  ['agent', 'Thursday is fine. I will put the second site into the same quote.'],
  ['other', 'This call is being recorded.'],
  ['caller', 'Perfect, thank you. Talk to you on Thursday.'],
] as const;

/** Nothing changes while a picture is taken. */
const NO_NUMBER = { e164: null, tail: null };

export const READ: CallDetail = {
  numberKey: NO_NUMBER,
  card: card('c-done', {
    phase: 'completed',
    startedAt: NOW - 21 * MINUTE,
    answeredAt: NOW - 21 * MINUTE + 6 * SECOND,
    durationS: 330,
    summary: SUMMARY,
    tags: ['renewal', 'follow up'],
    note: 'Prefers e-mail. Call Thursday before noon.',
    caller: { ...PHILIPPA, email: 'philippa.okonkwo@globex.example' },
    has: { recording: true, transcript: true },
    menu: ['1 Sales', '2 Existing customer'],
    collected: [
      { name: 'Reason', value: 'Renewal' },
      { name: 'Contract number', value: 'GX-2041' },
    ],
  }),
  transcript: SAID.map(([speaker, text], n) => ({
    speaker,
    source: speaker === 'other' ? 'Announcement' : null,
    atS: n * 9 + 1,
    text,
  })),
  timeline: [
    { topic: 'call.received', at: NOW - 21 * MINUTE, who: null, lateS: null },
    { topic: 'call.answered', at: NOW - 21 * MINUTE + 6 * SECOND, who: 'Nora', lateS: null },
    { topic: 'call.completed', at: NOW - 15 * MINUTE, who: 'Nora', lateS: 312 },
    { topic: 'tag.added', at: NOW - 14 * MINUTE, who: 'renewal', lateS: null },
    { topic: 'deal.exploded', at: NOW - 13 * MINUTE, who: null, lateS: null },
  ],
  contact: {
    emails: ['philippa.okonkwo@globex.example', 'sales@globex.example'],
    numbers: ['+33 1 99 00 12 00'],
    properties: [
      {
        of: 'person',
        name: null,
        facts: [
          { name: 'Lead source', value: 'Webinar' },
          { name: 'LinkedIn URL', value: 'https://www.linkedin.example/in/philippa-okonkwo' },
          { name: 'Newsletter', value: false },
          { name: 'Customer since', value: '2021-03-01' },
          { name: 'Interests', value: 'Hydra, second site, training' },
          { name: 'Address › City', value: 'Lyon' },
        ],
      },
      { of: 'company', name: null, facts: [{ name: 'Employees', value: 240 }] },
      { of: 'deal', name: 'Hydra renewal', facts: [{ name: 'Discount', value: '5 %' }] },
    ],
  },
  facts: [
    { kind: 'line', value: 'Sales line, +33 1 99 00 33 00' },
    { kind: 'lineName', value: 'Ringside SAS' },
    { kind: 'firstDialled', value: 'Front desk, +33 1 99 00 33 01' },
    { kind: 'handledBy', value: 'Nora, nora@ringside.example' },
    { kind: 'callId', value: 'cll_2NfDKEm9sF8xK3pQr1Zt' },
  ],
  messages: [
    message('m-1', 2 * DAY, 'Could you send the offer again?'),
    message('m-2', 2 * DAY - HOUR, 'It is on its way.', 'Ben Adeyemi'),
    message('m-3', 2 * HOUR, 'Got it, thanks! I call you at two.'),
  ],
  hasMoreMessages: false,
};

function message(id: string, ago: number, text: string, by: string | null = null): Message {
  const direction = by === null ? 'inbound' : 'outbound';
  return { id: id as WebhookId, at: NOW - ago, direction, text, by, isMms: false };
}

const nothing = { deals: [], closedDeals: 0, openValue: null, crmName: null } as const;

export const READ_MISSED: CallDetail = {
  numberKey: NO_NUMBER,
  card: card('c-missed-3', {
    phase: 'missed',
    line: 'Support',
    startedAt: NOW - 48 * MINUTE,
    caller: UNKNOWN,
    repeats: { count: 3, firstAt: NOW - 56 * MINUTE },
    ...nothing,
  }),
  transcript: [],
  contact: { emails: [], numbers: [], properties: [] },
  facts: [{ kind: 'line', value: 'Support, +33 1 99 00 33 02' }],
  timeline: [{ topic: 'call.received', at: NOW - 48 * MINUTE, who: null, lateS: null }],
  messages: [],
  hasMoreMessages: false,
};

export const READ_TAKEN: CallDetail = {
  ...READ_MISSED,
  card: card('c-taken', {
    phase: 'missed',
    startedAt: NOW - 2 * HOUR,
    caller: { ...PHILIPPA, name: 'Zoë Ångström', company: 'Ångström & Söner' },
    claim: { mine: false, who: 'Anna' },
  }),
};

/** Little was said, and much is known: what the CRM adds, and a recording that cannot be played. */
export const READ_CONTACT: CallDetail = {
  ...READ,
  card: card('c-done', {
    phase: 'over',
    startedAt: NOW - 50 * MINUTE,
    durationS: 42,
    caller: { ...PHILIPPA, email: 'philippa.okonkwo@globex.example' },
    lastTime: null,
    callsIn30Days: null,
    isRecordingRefused: true,
    ...nothing,
  }),
  transcript: [],
  messages: [],
  timeline: READ.timeline.slice(0, 2),
};

/** Of somebody of whom the CRM says more than Allo: short, so that it is in sight. */
export const READ_IN_CRM: CallDetail = {
  ...READ_MISSED,
  card: {
    ...READ_MISSED.card,
    crmName: 'HubSpot',
    caller: PHILIPPA,
    deals: DEALS_IN_CRM,
    extras: EXTRAS,
    summary: null,
    left: null,
  },
  messages: [],
};

/** With parts that no webhook makes, so that drawing them throws. */
export const READ_HURT: CallDetail = {
  ...READ,
  card: { ...READ.card, openValue: { amount: 1, currency: 'no currency' } },
  timeline: READ.timeline.map((moment) => ({ ...moment, at: Number.NaN })),
};
