import type { CardModel, CrmExtras, Offer } from '../../src-shared/card/model.ts';
import { MINUTE, NOW, SECOND } from './moment.ts';
import { card, MATEO, PHILIPPA, PILOT, RENEWAL, UNKNOWN } from './people.ts';

export const TWINS: Offer = {
  opens: null,
  choices: [
    { id: '1', label: 'Mateo Lindqvist', hint: 'Initech Nordic · mateo@initech.example', isChosen: false },
    { id: '2', label: 'Mateo Lindqvist', hint: 'Hooli · no e-mail address', isChosen: false },
    { id: '3', label: 'M. Lindqvist-Aaltonen', hint: 'Lead', isChosen: false },
  ],
  more: 4,
};

/** What a CRM may say beyond Allo. */
export const EXTRAS: CrmExtras = {
  at: NOW - 20 * SECOND,
  owner: 'Sam Okafor',
  sharing: 3,
  otherDeals: [
    {
      id: '91',
      name: 'Support plan, three years',
      stage: 'Proposal sent',
      value: { amount: 7_200, currency: 'EUR' },
      closeDate: '2026-02-20',
      isLinked: true,
    },
    { id: '92', name: 'Training days', stage: 'New', value: null, closeDate: null, isLinked: true },
    {
      id: '93',
      name: 'Third site',
      stage: 'Appointment scheduled',
      value: { amount: 21_000, currency: 'EUR' },
      closeDate: null,
      isLinked: true,
    },
  ],
  moreDeals: 2,
};

/** Deals of which the CRM says more, and one that is closed there. */
export const DEALS_IN_CRM = [
  { ...RENEWAL, inCrm: { stage: null, isClosed: true, owner: null } },
  { ...PILOT, inCrm: { stage: 'Contract sent', isClosed: false, owner: null } },
];

/** Cards of callers whom the relay has found in the CRM. */
export const CRM_STATES: readonly CardModel[] = [
  card('crm-exact', {
    caller: { ...MATEO, contactLink: 'record', companyLink: 'record' },
    deals: [PILOT],
    closedDeals: 0,
    openValue: PILOT.value,
  }),
  card('crm-named-there', {
    caller: {
      ...UNKNOWN,
      contactLink: 'record',
      contactOffer: { opens: 'Ann Lee', choices: [], more: 0 },
      newContact: true,
    },
    deals: [],
    closedDeals: 0,
    openValue: null,
    lastTime: null,
  }),
  card('crm-choose', {
    caller: { ...MATEO, contactLink: 'choose', contactOffer: TWINS, companyLink: 'record' },
    deals: [PILOT],
    closedDeals: 0,
    openValue: PILOT.value,
  }),
  card('crm-chosen', {
    caller: {
      ...MATEO,
      contactLink: 'record',
      contactOffer: { ...TWINS, choices: TWINS.choices.map((one, n) => ({ ...one, isChosen: n === 1 })) },
      companyLink: 'search',
    },
    deals: [],
    closedDeals: 0,
    openValue: null,
  }),
  card('crm-extras', {
    phase: 'answered',
    answeredAt: NOW - 2 * MINUTE,
    caller: PHILIPPA,
    deals: DEALS_IN_CRM,
    extras: EXTRAS,
  }),
];
