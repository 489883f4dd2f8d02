import type { CardModel } from '../../src-shared/card/model.ts';
import { MINUTE, NOW, SECOND } from './moment.ts';
import { ODD_STATES } from './oddStates.ts';
import { card, MATEO, PILOT, RENEWAL, UNKNOWN, WITHHELD } from './people.ts';

const SUMMARY = `Wants the renewal quote by **Thursday**, with the two-year option.

- Legal has approved the new terms
- Second site moves to May`;

const oneDeal = { deals: [RENEWAL], closedDeals: 0, openValue: RENEWAL.value };
const ended = { startedAt: NOW - 7 * MINUTE, answeredAt: NOW - 7 * MINUTE + 6 * SECOND, durationS: 330 };

/** Every state of a card; its key is its name. */
export const STATES: readonly CardModel[] = [
  card('ringing'),
  card('ringing-claimed', { claim: { mine: true, who: 'Ben Adeyemi' }, pinned: true }),
  card('ringing-unknown', { caller: UNKNOWN, deals: [], closedDeals: 0, openValue: null, crmName: null }),
  card('ringing-withheld', { caller: WITHHELD, deals: [], closedDeals: 0, openValue: null }),
  card('ringing-search', {
    caller: MATEO,
    line: 'Support',
    deals: [{ ...PILOT, link: 'search', value: { amount: 960.5, currency: 'GBP' }, closeDate: '2026-01-13' }],
    closedDeals: 0,
    openValue: { amount: 960.5, currency: 'GBP' },
  }),
  card('ringing-no-crm', {
    caller: { ...MATEO, contactLink: null, companyLink: null },
    deals: [
      { ...RENEWAL, link: null },
      { ...PILOT, link: null },
    ],
    closedDeals: 0,
    crmName: null,
  }),
  card('dialling', { phase: 'dialling', direction: 'outbound', ...oneDeal }),
  card('quiet', { phase: 'quiet', startedAt: NOW - 52 * SECOND }),
  card('colleague-claimed', { claim: { mine: false, who: 'Anna' }, startedAt: NOW - 9 * SECOND }),
  card('colleague-handled', { ...ended, phase: 'completed', handledBy: 'Ben Adeyemi', summary: SUMMARY }),
  card('answered', { ...ended, phase: 'answered', durationS: null, answeredAt: NOW - 125 * SECOND }),
  card('over', { ...ended, phase: 'over' }),
  card('completed', { ...ended, phase: 'completed', summary: SUMMARY, tags: ['renewal', 'follow up'] }),
  card('missed', { phase: 'missed', startedAt: NOW - 3 * MINUTE, ...oneDeal }),
  card('missed-unknown', {
    phase: 'missed',
    caller: UNKNOWN,
    startedAt: NOW - 26 * 60 * MINUTE,
    deals: [],
    closedDeals: 0,
  }),
  card('voicemail', {
    ...ended,
    phase: 'voicemail',
    durationS: 42,
    summary: 'Asks to be called back about the invoice from December.',
    deals: [],
    closedDeals: 0,
  }),
  card('blocked', { phase: 'blocked', caller: UNKNOWN, deals: [], closedDeals: 0 }),
  card('failed', { phase: 'failed', caller: MATEO, deals: [], closedDeals: 0 }),
  card('transferred', { ...ended, phase: 'transferred', transferredTo: 'Ben Adeyemi', durationS: 65 }),
  card('ended', { ...ended, phase: 'ended', result: 'IVR_HANGUP', deals: [], closedDeals: 2 }),
  ...ODD_STATES,
];
