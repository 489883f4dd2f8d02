import fc from 'fast-check';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import type { CrmDeal } from '../../../../../src-relay/crm/contract.ts';
import { foundDeal } from '../../../../../src-relay/crm/matching/choices.ts';
import { matchDeals, type DealVerdict } from '../../../../../src-relay/crm/matching/deals.ts';
import { explainDeal } from '../../../../../src-relay/crm/matching/explaining.ts';
import type { Deal } from '../../../../../src-shared/allo/parties.ts';
import { recordsEntries } from '../../../../../src-shared/crm/records.ts';
import { anyText } from './book.ts';
import { crmDeal, deal } from './made.ts';

/** Many more by `LAW_RUNS=100000`. */
const numRuns = Number(process.env['LAW_RUNS'] ?? 300);

/** Deals as they really are: of those with one title no two are alike in amount, currency and close date. */
const real = fc.record({
  title: fc.constantFrom('Website', 'Renewal 2026', 'Étude – Hall B'),
  amount: fc.constantFrom(9000, 25_000, 25_000.5),
  currency: fc.constantFrom('EUR', 'USD'),
  closeDate: fc.constantFrom('2026-12-30', '2026-12-31', '2027-01-04'),
  isKnownToAllo: fc.boolean(),
  isListedTwice: fc.boolean(),
  /** Which of title, amount, currency and close date each end says. */
  said: fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }),
  spelling: fc.nat(3),
});

interface Pipeline {
  readonly ours: readonly Deal[];
  readonly theirs: readonly CrmDeal[];
}

const pipeline: fc.Arbitrary<Pipeline> = fc
  .uniqueArray(real, {
    maxLength: 6,
    selector: ({ title, amount, currency, closeDate }) => `${title} ${amount} ${currency} ${closeDate}`,
  })
  .map((deals) => ({
    ours: deals.flatMap(({ title, amount, currency, closeDate, isKnownToAllo, said, spelling }, at) =>
      isKnownToAllo
        ? [
            deal(`${at}`, {
              name: said[0] === true || spelling > 0 ? spelled(title, spelling) : null,
              value: said[1] === true ? amount : null,
              currency: said[2] === true ? currency : null,
              close_date: said[3] === true ? closeDate : null,
            }),
          ]
        : [],
    ),
    theirs: deals.flatMap(({ title, amount, currency, closeDate, isListedTwice, said }, at) => {
      const one = crmDeal(`${at}`, {
        title,
        amount: said[5] === true ? amount : null,
        currency: said[6] === true ? currency : null,
        closeDate: said[7] === true ? closeDate : null,
        stage: at % 2 === 0 ? 'Proposal' : null,
      });
      return isListedTwice ? [one, one] : [one];
    }),
  }));

function spelled(title: string, how: number): string {
  return [title, title.toUpperCase(), ` ${title.replace(' ', '  ')}`, title.normalize('NFD')][how] ?? title;
}

function verdicts(
  { ours, theirs }: Pipeline,
  isComplete = true,
): readonly (readonly [string, DealVerdict])[] {
  return [...matchDeals(ours, { items: theirs, isComplete })];
}

test('a deal that is certain is the one that it is, and each is one of Allo’s at most', () => {
  let found = 0;
  fc.assert(
    fc.property(pipeline, (made) => {
      const all = verdicts(made);
      expect(all.map(([id]) => id)).toEqual(made.ours.map(({ id }) => id));
      const certain = all.flatMap(([id, one]) =>
        one.kind === 'certain' ? [[id, one.record.id] as const] : [],
      );
      for (const [ours, theirs] of certain) expect(theirs).toBe(ours);
      found += certain.length;
      // What is certain for one deal is not offered for another.
      for (const [id, one] of all)
        if (one.kind === 'several')
          for (const [ours, theirs] of certain)
            if (ours !== id) expect(one.candidates.map((candidate) => candidate.id)).not.toContain(theirs);
    }),
    { numRuns },
  );
  expect(found).toBeGreaterThan(numRuns / 4);
});

test('another deal that is as good, there or here, makes several of one', () => {
  fc.assert(
    fc.property(pipeline, fc.boolean(), (made, isThere) => {
      for (const [id, one] of verdicts(made)) {
        if (one.kind !== 'certain') continue;
        const ours = made.ours.find((deal) => deal.id === id);
        const more = isThere
          ? { ...made, theirs: [...made.theirs, { ...one.record, id: 'twin' }] }
          : { ...made, ours: [...made.ours, ...(ours === undefined ? [] : [{ ...ours, id: 'twin' }])] };
        const again = new Map(verdicts(more)).get(id);
        expect(again?.kind).toBe('several');
      }
    }),
    { numRuns },
  );
});

test('the order of deals never matters', () => {
  const shuffled = pipeline.chain((made) =>
    fc.record({
      made: fc.constant(made),
      ours: fc.shuffledSubarray([...made.ours], { minLength: made.ours.length }),
      theirs: fc.shuffledSubarray([...made.theirs], { minLength: made.theirs.length }),
    }),
  );
  fc.assert(
    fc.property(shuffled, ({ made, ours, theirs }) => {
      expect(new Map(verdicts({ ours, theirs }))).toEqual(new Map(verdicts(made)));
    }),
    { numRuns },
  );
});

test('a list that was cut makes no deal certain', () => {
  fc.assert(
    fc.property(pipeline, fc.nat(), (made, most) => {
      const theirs = made.theirs.slice(0, most % (made.theirs.length + 1));
      for (const [, one] of verdicts({ ...made, theirs }, false))
        expect(['several', 'unknown']).toContain(one.kind);
    }),
    { numRuns },
  );
});

test('a deal that is contradicted is not certain any more', () => {
  const contradictions = [
    { says: (ours: Deal, theirs: CrmDeal) => (ours.value ?? theirs.amount) !== null, by: { amount: 1 } },
    { says: (ours: Deal) => ours.currency !== null, by: { currency: 'CHF' } },
    { says: (ours: Deal) => ours.close_date !== null, by: { closeDate: '2031-03-03' } },
    { says: (ours: Deal) => ours.name !== null, by: { title: 'Something else' } },
    { says: (ours: Deal) => ours.status !== null, by: { isClosed: true } },
  ];
  fc.assert(
    fc.property(pipeline, fc.constantFrom(...contradictions), (made, { says, by }) => {
      for (const [id, one] of verdicts(made)) {
        const ours = made.ours.find((deal) => deal.id === id);
        if (one.kind !== 'certain' || ours === undefined || !says(ours, one.record)) continue;
        if ('amount' in by && ours.value === null) continue;
        const theirs = made.theirs.map((deal) => (deal.id === one.record.id ? { ...deal, ...by } : deal));
        const again = new Map(verdicts({ ...made, theirs })).get(id);
        if (again?.kind === 'certain') expect(again.record.id).not.toBe(one.record.id);
      }
    }),
    { numRuns },
  );
});

test('text and numbers of any kind are weighed, explained and offered', () => {
  const maybeText = fc.option(anyText, { nil: null });
  const maybeNumber = fc.option(fc.double(), { nil: null });
  const anyOurs = fc
    .record({
      name: maybeText,
      status: maybeText,
      value: maybeNumber,
      currency: maybeText,
      close_date: maybeText,
    })
    .chain((parts) => anyText.map((id) => deal(id, parts)));
  const anyTheirs = fc
    .record({
      title: maybeText,
      amount: maybeNumber,
      currency: maybeText,
      closeDate: maybeText,
      stage: maybeText,
      isClosed: fc.option(fc.boolean(), { nil: null }),
      isCloseDateVague: fc.boolean(),
      owner: maybeText,
    })
    .chain((parts) => fc.constantFrom('1', '2', '3').map((id) => crmDeal(id, parts)));
  fc.assert(
    fc.property(
      fc.array(anyOurs, { maxLength: 4 }),
      fc.array(anyTheirs, { maxLength: 6 }),
      fc.boolean(),
      (ours, theirs, isComplete) => {
        for (const [id, one] of verdicts({ ours, theirs }, isComplete)) {
          expect(explainDeal(one).rule).not.toBe('');
          const known = ours.find((deal) => deal.id === id);
          const found = known === undefined ? null : foundDeal(one, known);
          if (found === null) continue;
          expect(v.parse(recordsEntries.contact, found)).toEqual(found);
          expect(/[\p{Cc}\p{Cf}\p{Cs}]/u.test(JSON.stringify(found))).toBe(false);
        }
      },
    ),
    { numRuns },
  );
});
