import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { withNumberedPlaces } from '../../../../src-relay/postgres/placeholders.ts';

describe('the places of values', () => {
  test.each([
    ['SELECT ?', 'SELECT $1'],
    ['SELECT ?, ?', 'SELECT $1, $2'],
    ['SELECT ?2, ?1, ?2', 'SELECT $2, $1, $2'],
    ['SELECT ?12', 'SELECT $12'],
    ["SELECT '?', ?", "SELECT '?', $1"],
    ["SELECT 'it''s ?', ?", "SELECT 'it''s ?', $1"],
    ['SELECT a AS "why?", ?', 'SELECT a AS "why?", $1'],
    ['SELECT ? -- and ?\n, ?', 'SELECT $1 -- and ?\n, $2'],
    ['SELECT /* ? */ ?', 'SELECT /* ? */ $1'],
    ['DO $$ what? $$', 'DO $$ what? $$'],
    ['DO $x$ what? $$ ? $x$', 'DO $x$ what? $$ ? $x$'],
    ['SELECT $1', 'SELECT $1'],
  ])('%s', (ours, theirs) => {
    expect(withNumberedPlaces(ours)).toBe(theirs);
  });

  test('are of one kind in a statement', () => {
    expect(() => withNumberedPlaces('SELECT ?, ?1')).toThrow(/both/);
  });

  test('are as many as there were, in order, whatever stands between them', () => {
    const between = fc.constantFrom(' a ', "'?'", '"?"', '/*?*/', '--?\n', "''''", ' $$?$$ ');
    fc.assert(
      fc.property(fc.array(fc.oneof(between, fc.constant('?')), { maxLength: 20 }), (parts) => {
        let last = 0;
        const expected = parts.map((part) => (part === '?' ? `$${(last += 1)}` : part));
        expect(withNumberedPlaces(parts.join(' '))).toBe(expected.join(' '));
      }),
    );
  });
});
