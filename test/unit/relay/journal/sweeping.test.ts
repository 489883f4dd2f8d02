import { expect, onTestFinished, test } from 'vitest';
import { scheduleSweeps } from '../../../../src-relay/journal/sweeping.ts';
import { until } from '../../../fixtures/until.ts';

test('a relay whose turn it is not erases nothing, and begins soon when it is asked to', async () => {
  let [isMine, looks, sweeps] = [false, 0, 0];
  const all = scheduleSweeps({
    sweep: () => {
      sweeps += 1;
      return Promise.resolve({ more: false });
    },
    isMine: () => {
      looks += 1;
      return isMine;
    },
    retentionDays: () => 30,
    isClockSteady: () => true,
    watch: { done: () => undefined, failed: () => undefined },
  });
  onTestFinished(all.stop);
  await until('its first look', () => looks === 1);
  expect(sweeps).toBe(0);
  isMine = true;
  all.again();
  await until('a sweep', () => sweeps === 1);
  expect(looks).toBe(2);
});
