import { expect, test } from 'vitest';
import { enterHint, firstThing } from '../../../../src-renderer/card/first-thing.ts';
import type { CardModel, DealModel } from '../../../../src-shared/card/model.ts';
import { en } from '../../../../src-shared/words/en.ts';
import { card as cardOf } from '../../../gallery/people.ts';

const base = cardOf('ringing');
const deal = (id: string, link: DealModel['link']): DealModel => {
  const [first] = base.deals;
  if (first === undefined) throw new Error('the card of the gallery has deals');
  return { ...first, id, link };
};
const caller = (change: Partial<CardModel['caller']>): CardModel['caller'] => ({
  ...base.caller,
  contactLink: null,
  companyLink: null,
  ...change,
});
const on = (change: Partial<CardModel>, shown: readonly DealModel[] = [], folded = false) => {
  const card = { ...base, caller: caller({}), ...change };
  const thing = firstThing(card, { shown, folded });
  return { thing, hint: thing === null ? null : enterHint(thing, card, en) };
};

test.each([
  [
    'the first deal that can be opened',
    on({}, [deal('a', null), deal('b', 'record')]),
    'deal',
    'open top deal',
  ],
  [
    'the contact where no deal can be',
    on({ caller: caller({ contactLink: 'record' }) }),
    'contact',
    'Open in HubSpot',
  ],
  [
    'the search for somebody unknown',
    on({ caller: caller({ contactLink: 'search' }) }),
    'contact',
    'Search in HubSpot',
  ],
  ['the company', on({ caller: caller({ companyLink: 'record' }) }), 'company', 'open company'],
  ['the call once it is over', on({ phase: 'completed' }), 'details', 'Details'],
  ['a folded card unfolds', on({}, [deal('a', 'record')], true), 'unfold', 'show more'],
] as const)('Enter opens %s, and its hint says so', (_, { thing, hint }, kind, words) => {
  expect(thing?.kind).toBe(kind);
  expect(hint).toBe(words);
});

test('a deal that the card does not show is not opened', () => {
  expect(on({ deals: [deal('a', null), deal('b', 'record')] }, [deal('a', null)]).thing).toBeNull();
});

test('where nothing can be opened Enter does nothing and says nothing', () => {
  expect(on({}).thing).toBeNull();
});
