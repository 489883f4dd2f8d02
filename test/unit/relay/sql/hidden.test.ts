import { format, inspect } from 'node:util';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Hidden } from '../../../../src-relay/sql/hidden.ts';

const secret = fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 12, maxLength: 30 });

test.each<readonly [string, (hidden: Hidden) => string]>([
  ['a text', (hidden) => `${hidden}`],
  ['JSON', (hidden) => JSON.stringify({ hidden, list: [hidden] })],
  ['a debugger’s print', (hidden) => inspect({ hidden }, { depth: 9, showHidden: true })],
  ['a format', (hidden) => format('%s %o %O %j', hidden, hidden, hidden, hidden)],
  ['an error', (hidden) => inspect(new Error(`of ${hidden}`, { cause: hidden }))],
  ['its own properties', (hidden) => JSON.stringify([Reflect.ownKeys(hidden), { ...hidden }])],
  ['a copy for another thread', (hidden) => inspect(structuredClone({ hidden }))],
])('a secret is not shown in %s', (_, shown) => {
  fc.assert(
    fc.property(secret, (value) => {
      const hidden = new Hidden(value);
      expect(shown(hidden)).not.toContain(value);
      expect(hidden.reveal()).toBe(value);
    }),
    { numRuns: 20 },
  );
});
