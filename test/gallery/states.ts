import type { CardModel } from '../../src-shared/card/model.ts';
import { DAY, MINUTE, NOW, SECOND } from './moment.ts';
import { BENS_PART, card, MATEO, PHILIPPA, PILOT, QUOTE, RENEWAL, UNKNOWN, WITHHELD } from './people.ts';

const SUMMARY = `Wants the renewal quote by **Thursday**, with the two-year option.

- Legal has approved the new terms
- Second site moves to May`;

const oneDeal = { deals: [RENEWAL], closedDeals: 0, openValue: RENEWAL.value };
const noDeals = { deals: [], closedDeals: 0, openValue: null };
const first = { lastTime: null, callsIn30Days: 0 };
const ended = { startedAt: NOW - 7 * MINUTE, answeredAt: NOW - 7 * MINUTE + 6 * SECOND, durationS: 330 };
const recorded = { recording: true, transcript: true };

/** Every state of a card; its key is its name. */
export const STATES: readonly CardModel[] = [
  card('ringing'),
  card('ringing-claimed', { claim: { mine: true, who: 'Ben Adeyemi' }, pinned: true }),
  card('ringing-unknown', { caller: UNKNOWN, ...noDeals, ...first, crmName: null }),
  card('ringing-withheld', { caller: WITHHELD, ...noDeals, lastTime: null, callsIn30Days: null }),
  card('ringing-search', {
    caller: MATEO,
    line: 'Support',
    deals: [{ ...PILOT, link: 'search', value: { amount: 960.5, currency: 'GBP' }, closeDate: '2026-01-13' }],
    closedDeals: 0,
    openValue: { amount: 960.5, currency: 'GBP' },
    ...first,
  }),
  card('ringing-no-crm', {
    caller: { ...MATEO, contactLink: null, companyLink: null },
    deals: [
      { ...RENEWAL, link: null },
      { ...PILOT, link: null },
    ],
    closedDeals: 0,
    crmName: null,
    lastTime: { ...QUOTE, at: NOW - DAY, by: null, byMe: true, summary: null, phase: 'missed' },
    callsIn30Days: 1,
  }),
  card('ringing-closed-only', { deals: [], closedDeals: 3, openValue: null }),
  card('ringing-third-time', {
    repeats: { count: 3, firstAt: NOW - 40 * MINUTE },
    ...oneDeal,
    lastTime: {
      ...QUOTE,
      at: NOW - 12 * MINUTE,
      by: null,
      phase: 'missed',
      summary: null,
      sms: {
        at: NOW - 9 * MINUTE,
        direction: 'inbound',
        text: 'Please call me back about the delivery of the second batch',
        by: null,
        byMe: false,
      },
    },
    callsIn30Days: 12,
  }),
  card('ringing-only-texts', {
    caller: MATEO,
    ...noDeals,
    lastTime: {
      at: NOW - 3 * DAY,
      direction: 'outbound',
      by: null,
      byMe: false,
      phase: null,
      result: null,
      summary: null,
      tags: [],
      sms: {
        at: NOW - 3 * DAY,
        direction: 'outbound',
        text: 'The offer is on its way.',
        by: 'Ben',
        byMe: false,
      },
    },
    callsIn30Days: 0,
  }),
  card('ringing-late', { startedAt: NOW - 38 * SECOND, ...oneDeal, ...first }),
  card('ringing-note', { note: 'Wants the discount in writing.\nAsk Ben about annex B.', ...oneDeal }),
  card('ringing-test', {
    isTest: true,
    caller: { ...PHILIPPA, name: 'Ringside test', jobTitle: null, company: null, contactLink: null },
    ...noDeals,
    ...first,
  }),
  card('dialling', { phase: 'dialling', direction: 'outbound', ...oneDeal }),
  card('quiet', { phase: 'quiet', startedAt: NOW - 52 * SECOND }),
  card('colleague-claimed', { claim: { mine: false, who: 'Anna' }, startedAt: NOW - 9 * SECOND }),
  card('colleague-handled', { ...ended, phase: 'completed', handledBy: 'Ben Adeyemi', summary: SUMMARY }),
  card('answered', { ...ended, phase: 'answered', durationS: null, answeredAt: NOW - 125 * SECOND }),
  card('answered-transferred-from', {
    ...ended,
    phase: 'answered',
    durationS: null,
    answeredAt: NOW - 15 * SECOND,
    legs: [BENS_PART],
    ...oneDeal,
  }),
  card('over', { ...ended, phase: 'over' }),
  card('over-for-long', {
    ...ended,
    phase: 'over',
    startedAt: NOW - 50 * MINUTE,
    ...oneDeal,
    lastTime: null,
    callsIn30Days: null,
  }),
  card('completed', {
    ...ended,
    phase: 'completed',
    summary: SUMMARY,
    tags: ['renewal', 'follow up'],
    has: recorded,
    note: 'Send the two-year option to legal too.',
  }),
  card('completed-collected', {
    ...ended,
    phase: 'completed',
    summary: 'Reported that the delivery of the second batch is late.',
    has: recorded,
    menu: ['2 Support', '1 Deliveries'],
    collected: [
      { name: 'Order number', value: 4711 },
      { name: 'Urgent', value: true },
      { name: 'Address › City', value: 'Lyon' },
      { name: 'Reason', value: 'The carrier came to the old site, and nobody was there to open.' },
      { name: 'Preferred time', value: 'Thursday afternoon' },
    ],
    ...noDeals,
  }),
  card('missed', {
    phase: 'missed',
    startedAt: NOW - 3 * MINUTE,
    ...oneDeal,
    repeats: { count: 3, firstAt: NOW - 40 * MINUTE },
  }),
  card('missed-claimed', {
    phase: 'missed',
    startedAt: NOW - 3 * MINUTE,
    claim: { mine: true, who: 'Nora' },
    ...oneDeal,
  }),
  card('missed-unknown', {
    phase: 'missed',
    caller: UNKNOWN,
    startedAt: NOW - 26 * 60 * MINUTE,
    ...noDeals,
    ...first,
  }),
  card('voicemail', {
    ...ended,
    phase: 'voicemail',
    durationS: 42,
    summary: 'Asks to be called back about the invoice from December.',
    has: { recording: true, transcript: false },
    ...noDeals,
  }),
  card('voicemail-left', {
    ...ended,
    phase: 'voicemail',
    durationS: 42,
    caller: { ...PHILIPPA, email: 'philippa.okonkwo@globex.example' },
    left: 'Hello, this is Philippa from Globex. It is about the invoice from December, we seem to have paid it twice. Could you call me back before noon? Thank you.',
    has: { recording: false, transcript: true },
    ...oneDeal,
  }),
  card('ringing-facts', {
    caller: {
      ...PHILIPPA,
      email: 'philippa.okonkwo@globex.example',
      furtherEmails: 1,
      facts: [
        { name: 'Plan', value: 'Enterprise' },
        { name: 'Seats', value: 240 },
        { name: 'Customer since', value: '2021-03-01' },
      ],
    },
    ...oneDeal,
  }),
  card('assistant', {
    ...ended,
    phase: 'transferred',
    result: 'TRANSFERRED_AI',
    caller: { ...MATEO, email: 'mateo.lindqvist@initech-nordic.example' },
    summary: 'Asked for the opening hours of the second site.',
    legs: [
      {
        key: null,
        side: 'after',
        who: 'Front desk',
        mine: false,
        number: '+44 20 7946 0400',
        isOutside: true,
        durationS: null,
        summary: null,
      },
    ],
    menu: ['1 Sales', '2 Existing customer'],
    ...noDeals,
  }),
  card('blocked', { phase: 'blocked', caller: UNKNOWN, ...noDeals, ...first }),
  card('failed', { phase: 'failed', caller: MATEO, ...noDeals, ...first }),
  card('transferred', {
    ...ended,
    phase: 'transferred',
    legs: [{ ...BENS_PART, side: 'after', key: null, durationS: null, summary: null }],
    durationS: 65,
    ...oneDeal,
  }),
  card('ended', { ...ended, phase: 'ended', result: 'HANGUP', deals: [], closedDeals: 2 }),
];
