import { expect, test } from 'vitest';
import type { WebhookId } from '../../../src-shared/brand.ts';
import { readNumber } from '../../../src-shared/format/phone.ts';
import { concernsCall } from '../../../src-shared/texts/concerns.ts';
import type { Party } from '../../../src-shared/texts/rows.ts';

const id = (name: string) => name as WebhookId;
const rowOf = (number: string | null) => ({ party: readNumber(number) as Party });
const whole = readNumber('+33199001234');

test.each([
  ['+33199001234', '+33199001234', true],
  ['01 99 00 12 34', '+33199001234', true],
  ['+33199001235', '+33199001234', false],
  [null, '+33199001234', false],
  ['+33199001234', null, false],
  [null, null, false],
])('a text with %s concerns a call with %s: %s', (text, call, concerns) => {
  expect(concernsCall({ rows: [rowOf(text)], gone: [] }, readNumber(call), new Set())).toBe(concerns);
});

test('a text that is gone concerns the call that it was shown with', () => {
  const shown = new Set([id('t-1')]);
  expect(concernsCall({ rows: [], gone: [id('t-1')] }, whole, shown)).toBe(true);
  expect(concernsCall({ rows: [], gone: [id('t-2')] }, whole, shown)).toBe(false);
});
