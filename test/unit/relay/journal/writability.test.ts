import { expect, test } from 'vitest';
import { writability } from '../../../../src-relay/journal/writability.ts';

function watched() {
  const reasons: string[] = [];
  return { state: writability((reason) => reasons.push(reason)), reasons };
}

test('trouble is reported when it begins, and over with the first write', () => {
  const { state, reasons } = watched();
  expect(state.worked()).toBe(false);
  state.failed('full');
  state.failed('still full');
  expect([state.trouble, reasons]).toEqual(['still full', ['full']]);
  expect(state.worked()).toBe(true);
  expect([state.trouble, state.worked()]).toEqual([null, false]);
});

test('a journal that another has displaced stays so, whatever is still written', () => {
  const { state, reasons } = watched();
  state.failed('full');
  state.displace('another one');
  expect(reasons).toEqual(['full', 'another one']);
  expect(state.worked()).toBe(true);
  expect([state.trouble, state.displaced]).toEqual(['another one', 'another one']);
});
