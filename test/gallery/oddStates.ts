import type { CardModel } from '../../src-shared/card/model.ts';
import { MINUTE, NOW } from './moment.ts';
import { card, MATEO, PHILIPPA, PILOT, RENEWAL, UNKNOWN } from './people.ts';

const none = { deals: [], closedDeals: 0, openValue: null } as const;

/** What real data does to a card. */
export const ODD_STATES: readonly CardModel[] = [
  card('odd-long', {
    line: 'Customer success, enterprise accounts, Europe and Middle East',
    caller: {
      ...PHILIPPA,
      name: 'Wolfeschlegelsteinhausenbergerdorff Featherstonehaugh-Cholmondeley von und zu Ansbach',
      jobTitle: 'Senior Vice President, Global Strategic Partnerships and Ecosystem Development',
      company: 'Rheinische Donaudampfschifffahrtsgesellschaft Beteiligungs GmbH & Co. KG',
    },
    deals: [
      {
        ...RENEWAL,
        name: 'Framework agreement for the modernisation of all sites in the northern region, phase two',
        stage: 'Waiting for the decision of the purchasing committee',
        closeDate: '2019-03-02',
        value: { amount: 1_234_567_890_123, currency: 'EUR' },
      },
      { ...PILOT, stage: 'Qualified_to_buy_pending_legal_and_security_review_of_annex_B' },
    ],
    openValue: { amount: 1_234_567_903_123, currency: 'EUR' },
  }),
  card('odd-rtl', {
    line: 'خط المبيعات',
    caller: {
      ...PHILIPPA,
      name: 'ليلى بنت عبد الرحمن',
      jobTitle: 'مديرة المشتريات',
      company: 'شركة النور',
      email: 'layla@alnoor.example',
      facts: [
        { name: 'الخطة', value: 'ذهبية (2026)' },
        { name: 'Seats', value: 40 },
      ],
    },
    deals: [{ ...RENEWAL, name: 'تجديد العقد (2026)', stage: 'تفاوض' }],
    closedDeals: 0,
    openValue: { amount: 48_500, currency: 'EUR' },
  }),
  card('odd-emoji', {
    caller: { ...MATEO, name: '🦄 Zoë "Z" Ångström 🎉', company: '株式会社サンプル' },
    deals: [{ ...PILOT, name: '🚀 Launch' }],
    closedDeals: 0,
    openValue: PILOT.value,
  }),
  card('odd-forty-deals', {
    deals: Array.from({ length: 40 }, (_, n) => ({
      ...(n < 6 ? RENEWAL : PILOT),
      id: `d-${n}`,
      name: `Site ${n + 1} of the roll-out`,
      value: { amount: 1_000 * (n + 1), currency: 'EUR' },
    })),
    closedDeals: 12,
    openValue: { amount: 820_000, currency: 'EUR' },
  }),
  card('odd-money', {
    deals: [
      { ...RENEWAL, id: 'a', name: 'Credit note', value: { amount: -1_250.75, currency: 'USD' } },
      { ...PILOT, id: 'b', name: 'No such currency', value: { amount: 99, currency: 'XQZ' } },
      { ...PILOT, id: 'c', name: 'Bare number', stage: null, value: { amount: 1e18, currency: null } },
      { ...PILOT, id: 'd', name: 'No value, no date, no stage', stage: null, closeDate: null, value: null },
    ],
    closedDeals: 1,
    openValue: null,
  }),
  card('odd-markup', {
    phase: 'completed',
    startedAt: NOW - 9 * MINUTE,
    durationS: 61,
    caller: { ...PHILIPPA, name: '<img src=x onerror="alert(1)">', company: '<b>Globex</b>' },
    summary:
      '# Heading\n\nText with <img src=x onerror=alert(1)> and [a link](javascript:alert(1)), ![picture](https://example.com/p.png), `code`, *stress*.\nNext line.\n\n1. First\n2. Second\n   - nested\n\n> quoted',
    tags: [
      '<script>alert(1)</script>',
      'a tag whose name goes on for longer than any card could ever be wide',
      'ok',
    ],
    ...none,
  }),
  card('odd-long-summary', {
    phase: 'completed',
    startedAt: NOW - 3 * 24 * 60 * MINUTE,
    durationS: 3_905,
    summary: Array.from(
      { length: 14 },
      (_, n) => `- Point ${n + 1}: the delivery date of the second batch moves by a week`,
    ).join('\n'),
    tags: Array.from({ length: 9 }, (_, n) => `topic ${n + 1}`),
    ...none,
  }),
  card('odd-reduced', {
    phase: 'completed',
    startedAt: NOW - 9 * MINUTE,
    durationS: 61,
    summary: 'Wants the renewal quote by Thursday.',
    isReduced: true,
  }),
  card('odd-facts-long', {
    caller: {
      ...PHILIPPA,
      email: 'the.office.of.the.vice.president.for.global.strategic.partnerships@subsidiaries.globex.example',
      furtherEmails: 12,
      facts: [
        { name: 'Account manager of the parent', value: 'Maximiliane Wolfeschlegelsteinhausenbergerdorff' },
        {
          name: 'Terms',
          value:
            'Ninety days net, two percent within ten, invoices in duplicate to the head office in the north',
        },
        { name: 'On hold', value: true },
      ],
    },
    ...none,
  }),
  card('odd-email-alone', {
    caller: {
      ...UNKNOWN,
      name: 'ana.lopez@globex.example',
      email: 'ana.lopez@globex.example',
      isContact: true,
      facts: [{ name: 'Plan', value: 'Gold' }],
    },
    ...none,
  }),
  card('odd-company-only', { caller: { ...UNKNOWN, company: 'Globex', companyLink: 'search' }, ...none }),
  card('odd-named-before', {
    caller: { ...UNKNOWN, name: 'Mateo Lindqvist', nameFrom: 'earlier-call', company: 'Initech Nordic' },
    ...none,
  }),
  card('odd-named-before-alone', {
    caller: { ...UNKNOWN, name: 'Mateo Lindqvist', nameFrom: 'earlier-call' },
    ...none,
  }),
  card('odd-contact-nameless', { caller: { ...UNKNOWN, isContact: true }, ...none }),
  card('odd-name-withheld', { caller: { ...PHILIPPA, number: null }, line: null, ...none }),
];
