import fc from 'fast-check';
import { expect, test } from 'vitest';
import { plainCard } from '../../../src-shared/card/plain.ts';
import { plainRow } from '../../../src-shared/history/rows.ts';
import { historyRow } from '../../fixtures/history.ts';
import { card, PHILIPPA } from '../../gallery/people.ts';
import { hostileText } from './markdown/hostile.ts';

const deal = {
  stage: 'won',
  value: null,
  closeDate: null,
  overdue: false,
  link: 'record',
  offer: null,
  inCrm: null,
} as const;

test('a plain card says who, on which number and which deals, and can do what the card could', () => {
  const full = card('plain', {
    phase: 'ringing',
    caller: { ...PHILIPPA, name: 'Philippa Okonkwo' },
    summary: 'secret',
    tags: ['renewal'],
    deals: [{ ...deal, id: 'deal-1', name: 'Pilot' }],
  });
  const plain = plainCard(full, 'plain');
  expect([plain.caller.name, plain.caller.company, plain.caller.number?.display]).toEqual([
    'Philippa Okonkwo',
    'Globex',
    '+33 6 39 98 12 34',
  ]);
  expect(plain.deals).toEqual([
    {
      id: 'deal-1',
      name: 'Pilot',
      stage: null,
      value: null,
      closeDate: null,
      overdue: false,
      link: 'record',
      offer: null,
      inCrm: null,
    },
  ]);
  expect([plain.key, plain.phase, plain.caller.number?.callable]).toEqual([full.key, 'ringing', true]);
  expect([plain.summary, plain.tags]).toEqual([null, []]);
});

test('what is cut short on a plain card says so', () => {
  const name = 'Framework agreement for the modernisation of all sites in the region, phase two';
  const names = [name, `${name} and three`].map((each) => {
    const { deals } = plainCard(card('long', { deals: [{ ...deal, id: 'd', name: each }] }), 'plain');
    return deals[0]?.name;
  });
  expect(names).toEqual([name, `${name}…`]);
});

test('a bare card has digits only', () => {
  const bare = plainCard(
    card('bare', { caller: PHILIPPA, deals: [{ ...deal, id: 'd', name: 'Pilot' }] }),
    'bare',
  );
  expect([bare.caller.name, bare.caller.company, bare.deals]).toEqual([null, null, []]);
  expect(bare.caller.number?.display).toBe('+33 6 39 98 12 34');
});

test('whatever came, what is plain is short, well-formed and of letters, digits and signs', () => {
  const big = fc.tuple(hostileText, fc.nat(500)).map(([text, times]) => text.repeat(times));
  fc.assert(
    fc.property(big, (text) => {
      const number = {
        kind: 'phone' as const,
        display: text,
        country: null,
        callable: false,
        place: text,
        timeZone: text,
      };
      const plain = plainCard(
        card('hostile', {
          caller: { ...PHILIPPA, name: text, company: text, jobTitle: text, number },
          line: text,
          deals: Array.from({ length: 30 }, (_, n) => ({ ...deal, id: String(n), name: text })),
        }),
        'plain',
      );
      const row = plainRow(historyRow({ name: text, company: text, summary: text, number: text }));
      const all = [
        plain.caller.name,
        plain.caller.company,
        plain.caller.number?.display,
        plain.line,
        row.name,
      ];
      for (const one of [...all, ...plain.deals.map(({ name }) => name)]) {
        expect([...(one ?? '')].length).toBeLessThanOrEqual(80);
        expect(one ?? '').toMatch(/^[\p{L}\p{M}\p{N}\p{P}\p{S} ]*$/u);
        expect(one ?? '').not.toMatch(/\p{M}{3}/u);
      }
      expect(plain.deals.length).toBeLessThanOrEqual(9);
    }),
  );
});
