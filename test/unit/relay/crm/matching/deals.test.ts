import { describe, expect, test } from 'vitest';
import type { CrmDeal, Listed } from '../../../../../src-relay/crm/contract.ts';
import type { Deal } from '../../../../../src-shared/allo/parties.ts';
import { matchDeals } from '../../../../../src-relay/crm/matching/deals.ts';
import { explainDeal } from '../../../../../src-relay/crm/matching/explaining.ts';
import { complete, crmDeal, cut, deal } from './made.ts';
import { cpuMsOf } from '../../../../fixtures/cpu-time.ts';

function said(ours: readonly Deal[], found: Listed<CrmDeal> | null): Record<string, string> {
  return Object.fromEntries(
    [...matchDeals(ours, found)].map(([id, verdict]) => {
      switch (verdict.kind) {
        case 'certain':
          return [id, `certain ${verdict.record.id} ${verdict.basis}`];
        case 'several':
          return [id, `several ${verdict.candidates.map((one) => one.id).join(' ')} ${verdict.doubt}`];
        case 'none':
          return [id, 'none'];
        case 'unknown':
          return [id, `unknown ${verdict.why}`];
      }
    }),
  );
}

function saidOfOne(ours: Partial<Deal>, ...theirs: readonly Partial<CrmDeal>[]): string {
  const found = theirs.map((parts, at) => crmDeal(String(at + 1), parts));
  return said([deal('a', ours)], complete(...found))['a'] ?? '';
}

describe('a title that one deal has here and one there', () => {
  test.each<[string, Partial<Deal>, Partial<CrmDeal>]>([
    ['amount, currency and date agree', {}, {}],
    ['the title is written otherwise', { name: ' RÉNOVATION  – Hall' }, { title: 'Renovation - hall' }],
    ['the amount is written in cents more exactly', { value: 25_000.004 }, {}],
    ['the CRM has neither amount nor date', {}, { amount: null, closeDate: null, currency: null }],
    ['Allo has neither amount nor date', { value: null, close_date: null, currency: null }, {}],
    ['the currency is said by a sign', { currency: '$' }, { currency: 'CAD' }],
    ['the currency is written in small letters', { currency: 'eur' }, {}],
    ['the day may be one off', { close_date: '2027-01-01' }, { isCloseDateVague: true }],
    ['the stage has moved since', { status: 'Discovery' }, {}],
    ['the date stands for none', { close_date: '1970-01-01' }, {}],
  ])('is certain when %s', (_, ours, theirs) => {
    expect(saidOfOne(ours, theirs)).toBe('certain 1 title');
  });

  test.each<[string, Partial<Deal>, Partial<CrmDeal>]>([
    ['the amount is another', { value: 25_001 }, {}],
    ['the currency is another', { currency: 'USD' }, {}],
    ['the currency’s sign is another', { currency: '£' }, {}],
    ['the close date is another', { close_date: '2026-12-30' }, {}],
    ['the day is two off', { close_date: '2027-01-02' }, { isCloseDateVague: true }],
    ['the CRM has closed it', {}, { isClosed: true }],
    ['Allo’s is closed', { status: 'closedwon' }, {}],
  ])('is offered, never opened, when %s', (_, ours, theirs) => {
    expect(saidOfOne(ours, theirs)).toBe('several 1 contradicted');
  });

  test('is certain of a closed deal only when both are closed', () => {
    expect(saidOfOne({ status: 'Closed won' }, { isClosed: true })).toBe('certain 1 title');
    const own = matchDeals(
      [deal('a', { status: 'Done' })],
      complete(crmDeal('1')),
      (status) => status === 'Done',
    );
    expect(own.get('a')?.kind).toBe('several');
  });

  test('is not made certain by an amount that has lost its last digits', () => {
    const huge = 9_007_199_254_740_992;
    const twins = [{ amount: huge }, { amount: huge, closeDate: null }];
    expect(saidOfOne({ value: huge }, ...twins)).toBe('several 1 2 shared');
    expect(saidOfOne({ value: huge + 2 }, { amount: huge })).toBe('several 1 contradicted');
  });
});

describe('a title that several have', () => {
  test('takes the amount and the close date', () => {
    expect(saidOfOne({}, {}, { amount: 9000 })).toBe('certain 1 amount-and-date-of-several');
    expect(saidOfOne({}, {}, { amount: null })).toBe('several 1 2 shared');
    expect(saidOfOne({ value: null }, {}, { closeDate: '2026-11-30' })).toBe('several 1 shared');
    expect(saidOfOne({}, {}, {})).toBe('several 1 2 shared');
  });

  test('pairs one to one', () => {
    const ours = [deal('a'), deal('b', { value: 9000 })];
    expect(said(ours, complete(crmDeal('1'), crmDeal('2', { amount: 9000 })))).toEqual({
      a: 'certain 1 amount-and-date-of-several',
      b: 'certain 2 amount-and-date-of-several',
    });
    expect(said(ours, complete(crmDeal('1')))).toEqual({
      a: 'certain 1 amount-and-date-of-several',
      b: 'none',
    });
    expect(said([deal('a'), deal('b')], complete(crmDeal('1')))).toEqual({
      a: 'several 1 shared',
      b: 'several 1 shared',
    });
  });
});

test('another title is offered only when all the rest is the same', () => {
  expect(saidOfOne({ name: 'Site' }, {})).toBe('several 1 other-title');
  expect(saidOfOne({ name: null }, {})).toBe('several 1 other-title');
  expect(saidOfOne({ name: 'Site' }, { stage: null })).toBe('none');
  expect(saidOfOne({ name: 'Site' }, { amount: 1 })).toBe('none');
});

test('nothing is known of deals while nobody is certain, and a cut list makes none certain', () => {
  expect(said([deal('a')], null)).toEqual({ a: 'unknown not-asked' });
  expect(said([deal('a'), deal('b', { name: 'Other', value: 1 })], cut(crmDeal('1')))).toEqual({
    a: 'several 1 cut',
    b: 'unknown cut',
  });
});

test('a deal that is listed twice is one', () => {
  expect(said([deal('a'), deal('a')], complete(crmDeal('1'), crmDeal('1')))).toEqual({
    a: 'certain 1 title',
  });
});

test('a verdict says by which rule, what agreed and what did not', () => {
  const verdict = matchDeals([deal('a')], complete(crmDeal('1', { amount: 9000, currency: null }))).get('a');
  expect(verdict === undefined ? null : explainDeal(verdict)).toEqual({
    rule: 'one that may be it: the title is the same and something else is not',
    records: [
      'deal 1, Website: same title, OTHER amount, same close date, same stage, same state (open or closed)',
    ],
  });
});

test('a sign in place of a code takes hardly longer, of however many deals', () => {
  const theirs = complete(
    ...Array.from({ length: 200 }, (_, at) =>
      crmDeal(`${at}`, { title: `Deal ${at % 20}`, currency: ['USD', 'CAD', 'EUR'][at % 3] ?? null }),
    ),
  );
  const msWith = (currency: string): number => {
    const ours = Array.from({ length: 20 }, (_, at) => deal(`${at}`, { name: `Deal ${at}`, currency }));
    return cpuMsOf(() => matchDeals(ours, theirs));
  };
  expect(msWith('$')).toBeLessThan(msWith('USD') * 4 + 20);
});
