import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Deal } from '../../../src-shared/allo/parties.ts';
import { rankDeals } from '../../../src-shared/crm/deals.ts';

const TODAY = '2026-02-03';

function deal(id: string, over: Partial<Deal> = {}): Deal {
  return {
    id,
    name: id,
    status: 'qualified',
    value: 1000,
    currency: 'EUR',
    close_date: null,
    properties: {},
    ...over,
  };
}

const anyDeal = fc.record({
  id: fc.string({ minLength: 1, maxLength: 6 }),
  status: fc.constantFrom('qualified', 'won', 'LOST', 'Closed-Won', 'negotiation', null),
  value: fc.option(fc.double({ noNaN: true, min: -1e9, max: 1e9 })),
  close_date: fc.constantFrom(
    null,
    'soon',
    '2026-01-01T00:00:00',
    '2026-02-03',
    '2026-06-15T00:00:00',
    '2027-01-01',
  ),
});

describe('ranking deals', () => {
  it('puts overdue ones first, then the nearest date, then the value; undated last', () => {
    const deals = [
      deal('undated', { value: 9e9 }),
      deal('june', { close_date: '2026-06-15T00:00:00' }),
      deal('overdue', { close_date: '2026-01-28T00:00:00', value: 1 }),
      deal('march-small', { close_date: '2026-03-01', value: 10 }),
      deal('march-large', { close_date: '2026-03-01', value: 20 }),
      deal('march-unknown', { close_date: '2026-03-01', value: null }),
    ];
    const { open } = rankDeals(deals, TODAY, null);
    expect(open.map(({ deal: d }) => d.id)).toEqual([
      'overdue',
      'march-large',
      'march-small',
      'march-unknown',
      'june',
      'undated',
    ]);
    expect(open.map(({ overdue }) => overdue)).toEqual([true, false, false, false, false, false]);
  });

  it('a deal that closes today is not overdue', () => {
    expect(rankDeals([deal('a', { close_date: TODAY })], TODAY, null).open[0]?.overdue).toBe(false);
  });

  it('the admin’s list of closed stages replaces the built-in one', () => {
    const deals = [deal('a', { status: 'won' }), deal('b', { status: 'Signed' })];
    const { open, closedCount } = rankDeals(deals, TODAY, ['signed']);
    expect(open.map(({ deal: d }) => d.id)).toEqual(['a']);
    expect(closedCount).toBe(1);
  });

  it.each([
    ['signed', '3. SIGNED ✅'],
    ['Perdu - prix', 'perdu prix'],
    ['✅', ' ✅'],
  ])('the admin’s "%s" is "%s" too', (listed, status) => {
    const { open, closedCount } = rankDeals([deal('a', { status }), deal('b', { status: '❌' })], TODAY, [
      listed,
    ]);
    expect([open.map(({ deal: d }) => d.id), closedCount]).toEqual([['b'], 1]);
  });

  it('loses none, whatever they are, and does not depend on their order', () => {
    fc.assert(
      fc.property(
        fc
          .uniqueArray(anyDeal, { selector: (d) => d.id, maxLength: 12 })
          .map((list) => list.map((d) => deal(d.id, d)))
          .chain((list) =>
            fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
          ),
        ([list, shuffled]) => {
          const ranked = rankDeals(list, TODAY, null);
          expect(ranked.open.length + ranked.closedCount).toBe(list.length);
          expect(rankDeals(shuffled, TODAY, null)).toEqual(ranked);
        },
      ),
    );
  });

  it('shows a deal that is listed twice once', () => {
    expect(rankDeals([deal('a'), deal('a')], TODAY, null).open).toHaveLength(1);
  });
});
