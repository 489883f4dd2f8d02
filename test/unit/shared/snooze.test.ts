import { expect, test } from 'vitest';
import { snoozeEnd } from '../../../src-shared/preferences/snooze.ts';

const AT = new Date(2026, 0, 13, 14, 32).getTime();

test('do not disturb lasts as long as it says', () => {
  expect(snoozeEnd('half', AT) - AT).toBe(1_800_000);
  expect(snoozeEnd('hour', AT) - AT).toBe(3_600_000);
});

test('until tomorrow means the next morning, at the end of a month and late at night too', () => {
  expect(snoozeEnd('tomorrow', AT)).toBe(new Date(2026, 0, 14, 8, 0).getTime());
  expect(snoozeEnd('tomorrow', new Date(2026, 0, 31, 23, 59).getTime())).toBe(
    new Date(2026, 1, 1, 8, 0).getTime(),
  );
});
