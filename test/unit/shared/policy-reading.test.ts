import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_PREFERENCES, type PreferenceName } from '../../../src-shared/preferences/preferences.ts';
import { DEFAULT_POLICY, readPolicy, type Policy } from '../../../src-shared/wire/policy.ts';
import { before, holding, now } from './policies.ts';

const read = (json: unknown) => readPolicy(json, holding);
type Path = readonly (string | number)[];

/** The policy with something else at the end of a path. */
function corrupted(path: Path, value: unknown): unknown {
  const copy = JSON.parse(JSON.stringify(now)) as Record<string | number, never>;
  const parent = path.slice(0, -1).reduce((at, key) => at[key] as never, copy);
  Object.defineProperty(parent, path.at(-1) ?? '', { value, enumerable: true });
  return copy;
}

function pathsIn(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [
    path,
    ...Object.entries(value).flatMap(([key, one]) =>
      pathsIn(one, [...path, Array.isArray(value) ? Number(key) : key]),
    ),
  ];
}

describe('a policy of which something cannot be read', () => {
  it('locks what it locks however much else of it cannot be read', () => {
    const nameless = Array.from({ length: 200 }, (_, at) => ({
      number: `+33199${at}`,
      email: `${at}@x.example`,
    }));
    const odd = { lines: [now.lines[0], ...nameless], agents: [now.agents[0], { email: 5 }, ...nameless] };
    const many = { ...odd, agents: odd.agents.map((one) => ({ ...one, name: 5, aliases: 5 })) };
    for (const rest of [odd, many]) {
      const told = { ...rest, app: { fixed: { language: 'de', historyDays: '90' } } };
      const { value, unread } = readPolicy(told, { policy: DEFAULT_POLICY, values: DEFAULT_PREFERENCES });
      expect(value.app.fixed).toEqual({ language: 'system', historyDays: 30 });
      expect(unread).toEqual(expect.arrayContaining(['app.fixed.language', 'app.fixed.historyDays']));
    }
  });

  it.each([
    ['an unknown CRM', ['crm'], { preset: 'moon', base: 'x' }, { crm: before.crm }, ['crm']],
    ['a ring window of 900 s', ['ringWindow'], 900, { ringWindow: 30 }, ['ringWindow']],
    [
      'a line without a name keeps the one it had',
      ['lines', 0],
      { number: '+33199003300' },
      { lines: [before.lines[0], now.lines[1], now.lines[2]] },
      ['lines[0].name'],
    ],
    [
      'a new line without a name',
      ['lines', 2],
      { number: '+33' },
      { lines: now.lines.slice(0, 2) },
      ['lines[2]'],
    ],
    [
      'a language among the fixed that there are no words for',
      ['app', 'fixed', 'language'],
      'de',
      { app: { ...now.app, fixed: { ...now.app.fixed, language: 'fr' } } },
      ['app.fixed.language'],
    ],
    [
      'no list of the fixed',
      ['app', 'fixed'],
      'all',
      { app: { ...now.app, fixed: before.app.fixed } },
      ['app.fixed'],
    ],
    [
      'a list in place of the fixed',
      ['app', 'fixed'],
      [],
      { app: { ...now.app, fixed: before.app.fixed } },
      ['app.fixed'],
    ],
    ['a list in place of all about the app', ['app'], [], { app: before.app }, ['app']],
    ['nothing about the app', ['app'], null, { app: before.app }, ['app']],
    ['nothing about the card', ['card'], 'plan', { card: before.card }, ['card']],
    ['no list of facts', ['card', 'facts'], { a: 1 }, { card: before.card }, ['card.facts']],
    [
      'a fact of tomorrow',
      ['card', 'facts', 0, 'from'],
      'weather',
      { card: { facts: now.card.facts.slice(1) } },
      ['card.facts[0]'],
    ],
    [
      'an id source of tomorrow',
      ['crm', 'ids', 'deal', 0],
      'deal/custom id',
      { crm: { ...now.crm, ids: { deal: ['deal.id'] } } },
      ['crm.ids.deal[0]'],
    ],
  ] as const)('costs only that: %s', (_, path, value, change, unread) => {
    expect(read(corrupted(path, value))).toEqual({ value: { ...now, ...change }, unread });
  });

  it('may name no facts, as of an older relay, or more than a card has room for', () => {
    const { card: _, ...older } = now;
    expect(read(older)).toEqual({ value: { ...now, card: { facts: [] } }, unread: [] });
    const many = Array.from({ length: 9 }, (_one, n) => ({ label: `Fact ${n}`, from: `person.p${n}` }));
    expect(read({ ...now, card: { facts: many } })).toEqual({
      value: { ...now, card: { facts: many.slice(0, 3) } },
      unread: [],
    });
  });

  it.each([[null], [5], ['policy'], [[]], [undefined]])(
    'stays the old one as a whole when it is %j',
    (json) => {
      expect(read(json)).toEqual({ value: before, unread: ['policy'] });
    },
  );

  it('locks a choice at what holds, when a lock of before is none and the new value cannot be read', () => {
    const { value } = read(corrupted(['app', 'fixed', 'volume'], 'loud'));
    expect(value.app.fixed).toEqual({ ...now.app.fixed, volume: 0.2 });
  });

  it('whatever stands in whatever place: nothing throws, no lock opens, and every other part is as it was said', () => {
    const junk = fc.oneof(
      fc.constantFrom<unknown>(
        null,
        -1,
        1e20,
        '',
        'de',
        [],
        {},
        [[]],
        { preset: 'x' },
        JSON.parse('{"__proto__":{"a":1}}'),
      ),
      fc.jsonValue(),
    );
    fc.assert(
      fc.property(fc.constantFrom(...pathsIn(now).filter((path) => path.length > 0)), junk, (path, value) => {
        const got = read(corrupted(path, value));
        for (const part of Object.keys(now) as (keyof Policy)[])
          if (part !== path[0]) expect(got.value[part]).toEqual(now[part]);
        const wasRead = got.unread.length === 0;
        if (wasRead) return;
        // Locks of before hold when the list of them is what cannot be read.
        const isList = path[0] === 'app' && (path.length === 1 || (path.length === 2 && path[1] === 'fixed'));
        const locked = Object.keys(isList ? before.app.fixed : now.app.fixed) as PreferenceName[];
        for (const name of locked) expect(Object.hasOwn(got.value.app.fixed, name), name).toBe(true);
        for (const name of locked)
          if (!isList && path[2] !== name) expect(got.value.app.fixed[name]).toEqual(now.app.fixed[name]);
        // A link never mixes two CRMs.
        if (got.value.crm?.preset === 'pipedrive') expect(got.value.crm).toEqual(before.crm);
      }),
      { numRuns: 2_000 },
    );
  });
});
