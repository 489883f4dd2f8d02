import fc from 'fast-check';
import { expect, test } from 'vitest';
import { afterGraphicsDeath, NO_DEATHS } from '../../../../src-main/page-life/graphics.ts';

/** What is done about deaths at these moments, in ms. */
function actsAt(moments: readonly number[]): readonly string[] {
  let run = NO_DEATHS;
  return moments.map((now) => {
    const next = afterGraphicsDeath(run, now);
    ({ run } = next);
    return next.act;
  });
}

test('the app is spared before the sixth death, which Chromium would end it with, however far apart they are', () => {
  const gaps = fc.array(fc.integer({ min: 0, max: 3_600_000 }), { minLength: 6, maxLength: 60 });
  fc.assert(
    fc.property(gaps, (each) => {
      let now = 0;
      const acts = actsAt(each.map((gap) => (now += gap)));
      expect(acts.indexOf('spare')).toBe(4);
      expect(acts.lastIndexOf('spare')).toBe(4);
    }),
  );
});

test('twenty within a minute start the app again, and as many later do not', () => {
  const quick = actsAt(Array.from({ length: 45 }, (_, n) => n * 100));
  expect(quick.flatMap((act, at) => (act === 'start-again' ? [at] : []))).toEqual([19, 39]);
  expect(actsAt(Array.from({ length: 45 }, (_, n) => n * 4_000))).not.toContain('start-again');
});
