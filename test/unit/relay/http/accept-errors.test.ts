import { expect, it } from 'vitest';
import { acceptErrors } from '../../../../src-relay/http/accept-errors.ts';

it('errors of accepting are told at once, then at most every ten seconds with their number', () => {
  let at = 0;
  const told: unknown[] = [];
  const heard = acceptErrors(
    () => at,
    (one) => told.push(one),
  );
  const error = Object.assign(new Error('accept'), { code: 'EMFILE' });
  for (let i = 0; i < 50; i += 1) heard(error);
  expect(told).toEqual([{ count: 1, code: 'EMFILE' }]);
  at = 10_000;
  heard(error);
  expect(told.at(-1)).toEqual({ count: 50, code: 'EMFILE' });
});
