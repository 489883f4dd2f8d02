import fc from 'fast-check';
import { expect, test } from 'vitest';
import { reasonOf, shortened } from '../../../../scripts/test/reason.ts';

const long = fc.string({ unit: fc.constantFrom('a', 'b', '\n', ' '), maxLength: 20_000 });
const line = fc.string({ unit: fc.constantFrom('x', 'y', 'z'), minLength: 1, maxLength: 100 });

test('what is inside of errors is told, however long what is around it is, and the whole stays short', () => {
  fc.assert(
    fc.property(
      fc.array(long, { minLength: 1, maxLength: 4 }),
      line,
      fc.boolean(),
      (around, reason, isOneOf) => {
        const inner: Error = new TypeError(reason);
        const error = around.reduce(
          (cause, message) =>
            isOneOf ? new AggregateError([cause], message) : new Error(message, { cause }),
          inner,
        );
        const told = reasonOf(error);
        expect(told).toContain(`TypeError: ${reason}\n`);
        expect(told.split('\n').length).toBeLessThan(120);
      },
    ),
    { numRuns: 50 },
  );
});

test('a shortened text keeps how it begins and how it ends', () => {
  fc.assert(
    fc.property(line, fc.array(line, { maxLength: 60 }), line, (first, between, last) => {
      const lines = shortened([first, ...between, last].join('\n')).split('\n');
      expect([lines[0], lines.at(-1)]).toEqual([first, last]);
      expect(lines.length).toBeLessThanOrEqual(17);
    }),
  );
});

test.each([
  ['a text', 'as it was', 'caused by a thrown value: as it was'],
  ['a number', 3, 'caused by a thrown value: 3'],
  ['an error without words', new RangeError(), 'caused by RangeError\n'],
])('%s that was thrown is told, too', (_, cause, told) => {
  expect(reasonOf(new Error('outer', { cause }))).toContain(told);
});

test('causes that go in a circle come to an end', () => {
  const one = new Error('one');
  const other = new Error('other', { cause: one });
  one.cause = other;
  expect(reasonOf(one)).toContain('caused by Error: other');
});

test('our own places are told rather than those of libraries, and colours not at all', () => {
  const stack = [
    'Error: \u{1b}[31mno\u{1b}[39m',
    '    at a (/r/node_modules/x/a.js:1:1)',
    '    at b (/r/src-relay/b.ts:2:2)',
  ];
  const told = reasonOf({ name: 'Error', message: '\u{1b}[31mno\u{1b}[39m', stack: stack.join('\n') });
  expect(told).toBe('Error: no\n    at b (/r/src-relay/b.ts:2:2)');
});
