import { expect, test } from 'vitest';
import { foundBy } from '../../../../../src-relay/crm/matching/lists.ts';
import { complete, contact, cut } from './made.ts';

const clues = (...numbers: string[]) => ({ emails: ['ana@globex.example'], numbers });
const isComplete = (numbers: readonly string[], by: string, emails: readonly string[] = []) =>
  foundBy(clues(by), complete(contact('1', { numbers, emails }))).isComplete;

test.each([
  ['as it is dialled in its country', ['06 12 34 56 78'], '+33612345678'],
  ['in full', ['0033 (0)6.12.34.56.78'], '+33612345678'],
  ['with another in the same field', ['01 99 00 12 34 / 06 12 34 56 78'], '+33612345678'],
  ['with an extension', ['(415) 555-2671 ext. 12'], '+14155552671'],
  ['in a country of short numbers', ['20 12 34 56'], '+4520123456'],
  ['beside others', ['+1 415 555 2671', '+33612345678'], '+33612345678'],
])('a list of who was found by a number is whole when they show it %s', (_, numbers, by) => {
  expect(isComplete(numbers, by)).toBe(true);
});

test('a list is open when somebody in it shows nothing that was asked for: it was not read', () => {
  expect(isComplete(['** ** ** ** 78'], '+33612345678')).toBe(false);
  expect(isComplete([], '+33612345678')).toBe(false);
  expect(isComplete(['0612345679'], '+33612345678', ['other@globex.example'])).toBe(false);
  expect(isComplete([], '+33612345678', [' Ana@Globex.example'])).toBe(true);
  expect(foundBy(clues('+33612345678'), cut(contact('1', { numbers: ['0612345678'] }))).isComplete).toBe(
    false,
  );
});
