import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Print } from '../../../../../src-relay/crm/cache/prints.ts';
import {
  afterChange,
  CERTAIN_FRESH_MS,
  CERTAIN_USABLE_MS,
  dueOf,
  EXTRAS_FRESH_MS,
  NONE_FRESH_AFTER_CHANGE_MS,
  NONE_FRESH_MS,
  SEVERAL_FRESH_MS,
  type Wanted,
} from '../../../../../src-relay/crm/resolving/freshness.ts';
import type { Known } from '../../../../../src-relay/crm/resolving/known.ts';

const NOW = Date.parse('2026-11-29T10:00:00Z');
const print = (text: string): Print => text as Print;

function known(parts: Partial<Known> = {}): Known {
  return {
    verdict: 'certain',
    person: { id: '1', kind: 'contact' },
    contact: { record: { id: '1' } },
    company: { of: print('acme'), found: { record: { id: '7' } } },
    deals: new Map([[print('a'), { record: { id: '5' } }]]),
    lacking: new Set(),
    extras: null,
    isWhole: true,
    who: print('who'),
    what: print('what'),
    refuted: new Set(['99']),
    checkedAt: NOW,
    saidAt: NOW,
    ...parts,
  };
}

const wanted: Wanted = {
  who: print('who'),
  what: print('what'),
  parts: [print('acme'), print('a')],
  ids: [],
  wantsExtras: false,
  now: NOW,
};
const uncertain = (verdict: 'several' | 'none', age = 0): Known =>
  known({ verdict, person: null, contact: null, company: null, deals: new Map(), checkedAt: NOW - age });

/** `use`, `ask what`, `missing`: what is due. */
function due(about: Known | null, wish: Partial<Wanted> = {}): string {
  const { isUsable, ask, isMissing } = dueOf(about, { ...wanted, ...wish });
  return [isUsable ? ['use'] : [], ask === null ? [] : [`ask ${ask}`], isMissing ? ['missing'] : []]
    .flat()
    .join(', ');
}

describe('what is due', () => {
  test.each<[string, Known | null, Partial<Wanted>, string]>([
    ['nothing is known', null, {}, 'ask who, missing'],
    ['all is known', known(), {}, 'use'],
    ['it is a day old', known({ checkedAt: NOW - CERTAIN_FRESH_MS }), {}, 'use'],
    ['it is older', known({ checkedAt: NOW - CERTAIN_FRESH_MS - 1 }), {}, 'use, ask what'],
    ['it is thirty days old', known({ checkedAt: NOW - CERTAIN_USABLE_MS }), {}, 'use, ask what'],
    ['it is older than that', known({ checkedAt: NOW - CERTAIN_USABLE_MS - 1 }), {}, 'ask again, missing'],
    ['it is from the future', known({ checkedAt: NOW + 1 }), {}, 'ask again, missing'],
    ['they go by something else', known(), { who: print('other') }, 'use, ask again'],
    ['their deals are other ones', known(), { what: print('other') }, 'use, ask what'],
    ['a deal is not known', known({ deals: new Map() }), {}, 'use, ask what, missing'],
    ['the company is not known', known({ company: null }), {}, 'use, ask what, missing'],
    ['the CRM has no such deal', known({ deals: new Map(), lacking: new Set([print('a')]) }), {}, 'use'],
    [
      'the CRM had no such deal a while ago',
      known({ deals: new Map(), lacking: new Set([print('a')]), checkedAt: NOW - NONE_FRESH_MS - 1 }),
      {},
      'use, ask what, missing',
    ],
    ['a part was not answered', known({ isWhole: false }), {}, 'use, ask what, missing'],
    [
      'choices among deals are an hour old',
      known({ deals: new Map([[print('a'), { choices: [] }]]), checkedAt: NOW - SEVERAL_FRESH_MS - 1 }),
      {},
      'use, ask what',
    ],
    ['more is shown, and was said just now', known(), { wantsExtras: true }, 'use'],
    [
      'more is shown, and was said a while ago',
      known({ saidAt: NOW - EXTRAS_FRESH_MS - 1 }),
      { wantsExtras: true },
      'use, ask what',
    ],
    [
      'more is shown, and nothing was said since the start',
      known({ saidAt: null }),
      { wantsExtras: true },
      'use, ask what',
    ],
    ['nobody looks at more', known({ saidAt: null }), {}, 'use'],
    ['several may be it', uncertain('several', SEVERAL_FRESH_MS), {}, 'use'],
    [
      'several might be it an hour ago',
      uncertain('several', SEVERAL_FRESH_MS + 1),
      {},
      'use, ask who, missing',
    ],
    ['there is nobody', uncertain('none', NONE_FRESH_MS), {}, 'use'],
    ['there was nobody ten minutes ago', uncertain('none', NONE_FRESH_MS + 1), {}, 'use, ask who, missing'],
    ['there is nobody, and Allo names an id', uncertain('none'), { ids: ['1'] }, 'use, ask who, missing'],
    ['there is nobody, and the id was looked at', uncertain('none'), { ids: ['99'] }, 'use'],
    ['there is nobody of another name', uncertain('none'), { who: print('other') }, 'use, ask who, missing'],
  ])('when %s', (_, about, wish, expected) => {
    expect(due(about, wish)).toBe(expected);
  });

  test('of nobody comes sooner when the contact has just changed: not every index has it yet', () => {
    const at = (age: number) => due(afterChange(uncertain('none', age)));
    expect(at(NONE_FRESH_AFTER_CHANGE_MS)).toBe('use');
    expect(at(NONE_FRESH_AFTER_CHANGE_MS + 1)).toBe('use, ask who, missing');
    expect(afterChange(known())).toEqual(known());
  });

  test('never grows less with age, and is something once it is old', () => {
    const ages = fc.nat({ max: CERTAIN_USABLE_MS * 2 });
    const kinds = fc.constantFrom(
      known(),
      uncertain('several'),
      uncertain('none'),
      known({ deals: new Map() }),
    );
    fc.assert(
      fc.property(kinds, ages, ages, fc.boolean(), (about, a, b, wantsExtras) => {
        const at = (age: number) =>
          dueOf({ ...about, checkedAt: NOW - age, saidAt: NOW - age }, { ...wanted, wantsExtras });
        const [young, old] = [at(Math.min(a, b)), at(Math.max(a, b))];
        if (young.ask !== null) expect(old.ask).not.toBeNull();
        if (!young.isUsable) expect(old.isUsable).toBe(false);
        expect(at(CERTAIN_USABLE_MS + 1).ask).not.toBeNull();
      }),
    );
  });
});
