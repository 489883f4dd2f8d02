import type { Caller, CardModel, DealModel, LastTime, Leg } from '../../src-shared/card/model.ts';
import type { CallKey } from '../../src-shared/brand.ts';
import { DAY, NOW, SECOND } from './moment.ts';

/** Invented callers: example companies, numbers that are reserved for fiction. */
export const PHILIPPA: Caller = {
  name: 'Philippa Okonkwo',
  nameFrom: 'this-call',
  isContact: true,
  jobTitle: 'Head of Sales',
  company: 'Globex',
  email: null,
  furtherEmails: 0,
  facts: [],
  factsAsSent: '',
  number: {
    kind: 'phone',
    display: '+33 6 39 98 12 34',
    country: 'FR',
    callable: true,
    place: null,
    timeZone: 'Europe/Paris',
  },
  isTeam: false,
  contactLink: 'record',
  contactOffer: null,
  newContact: false,
  companyLink: 'record',
  companyOffer: null,
};

export const MATEO: Caller = {
  name: 'Mateo Lindqvist',
  nameFrom: 'this-call',
  isContact: true,
  jobTitle: null,
  company: 'Initech Nordic',
  email: null,
  furtherEmails: 0,
  facts: [],
  factsAsSent: '',
  number: {
    kind: 'phone',
    display: '+44 20 7946 0321',
    country: 'GB',
    callable: true,
    place: 'London',
    timeZone: 'Europe/London',
  },
  isTeam: false,
  contactLink: 'search',
  contactOffer: null,
  newContact: false,
  companyLink: 'search',
  companyOffer: null,
};

export const UNKNOWN: Caller = {
  name: null,
  nameFrom: 'this-call',
  isContact: false,
  jobTitle: null,
  company: null,
  email: null,
  furtherEmails: 0,
  facts: [],
  factsAsSent: '',
  number: {
    kind: 'phone',
    display: '+44 20 7946 0018',
    country: 'GB',
    callable: true,
    place: 'London',
    timeZone: 'Europe/London',
  },
  isTeam: false,
  contactLink: null,
  contactOffer: null,
  newContact: false,
  companyLink: null,
  companyOffer: null,
};

export const WITHHELD: Caller = { ...UNKNOWN, number: null };

export const RENEWAL: DealModel = {
  id: 'd-1',
  name: 'Hydra renewal',
  stage: 'Negotiation',
  value: { amount: 48_500, currency: 'EUR' },
  closeDate: '2026-01-07',
  overdue: true,
  link: 'record',
  offer: null,
  inCrm: null,
};

export const PILOT: DealModel = {
  id: 'd-2',
  name: 'Second site pilot',
  stage: 'Qualified',
  value: { amount: 13_000, currency: 'EUR' },
  closeDate: '2026-01-15',
  overdue: false,
  link: 'record',
  offer: null,
  inCrm: null,
};

export const QUOTE: LastTime = {
  at: NOW - 2 * DAY,
  direction: 'inbound',
  by: 'Ben',
  byMe: false,
  phase: 'completed',
  result: null,
  summary: 'Waiting for the revised quote with the two-year option.',
  tags: [],
  sms: null,
};

const RINGING: CardModel = {
  key: 'gallery' as CallKey,
  phase: 'ringing',
  direction: 'inbound',
  result: null,
  line: 'Sales line',
  startedAt: NOW - 4 * SECOND,
  answeredAt: null,
  durationS: null,
  caller: PHILIPPA,
  deals: [RENEWAL, PILOT],
  closedDeals: 2,
  openValue: { amount: 61_500, currency: 'EUR' },
  summary: null,
  left: null,
  tags: [],
  handledBy: null,
  claim: null,
  isShared: true,
  canRelease: true,
  crmName: 'HubSpot',
  pinned: false,
  toldLate: false,
  legs: [],
  lastTime: QUOTE,
  callsIn30Days: 3,
  repeats: null,
  note: '',
  has: { recording: false, transcript: false },
  isRecordingRefused: false,
  menu: [],
  collected: [],
  isReduced: false,
  isTest: false,
  extras: null,
};

/** The part of a call that Ben had. */
export const BENS_PART: Leg = {
  key: 'bens-part' as CallKey,
  side: 'before',
  who: 'Ben Adeyemi',
  mine: false,
  number: null,
  isOutside: false,
  durationS: 95,
  summary: 'Philippa asked whether the annex can be signed this week.',
};

/** A card that differs from a plain ring in `change`. */
export function card(name: string, change: Partial<CardModel> = {}): CardModel {
  return { ...RINGING, key: name as CallKey, ...change };
}
