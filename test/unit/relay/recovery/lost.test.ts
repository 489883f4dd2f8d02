import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lineOf } from '../../../../src-shared/calls/routing.ts';
import { isOtherEndOf, lacksEnd } from '../../../../src-relay/recovery/lost.ts';
import { pickItems } from '../../../../src-relay/recovery/picking.ts';
import {
  HORIZON_MS,
  LOOKUP_RESULTS,
  firstLookup,
  nextLookup,
} from '../../../../src-relay/recovery/timing.ts';
import { pauseAfter, paced } from '../../../../src-relay/recovery/pace.ts';
import { ANA, answer, dial, LINE, ring } from '../../../fixtures/allo.ts';
import { at, item, lost, NOW, seen, START } from './made.ts';

const started = (ms: number) => ({ started_at: at(START + ms) });

describe('a call lacks its end', () => {
  const trace = (topic: string, isTest = false) => ({ topic, isTest });
  it.each([
    [['call.received'], true],
    [['call.triggered'], true],
    [['call.received', 'call.answered'], true],
    [['call.received', 'call.completed'], false],
    [['call.completed'], false],
    [[], false],
  ])('of %j: %s', (topics, expected) => {
    expect(lacksEnd(topics.map((topic) => trace(topic)))).toBe(expected);
    expect(lacksEnd(topics.map((topic) => trace(topic, true)))).toBe(false);
  });

  it('but not when it is the other end of a call in the house whose end is known', () => {
    const inside = '+33199003302';
    const directory = { lines: [LINE, inside].map((number) => lineOf(number, [])) };
    const [from, to] = [{ from_number: LINE }, { to_number: inside }];
    const rang = seen('a', ring({ ...started(0), ...from, ...to }));
    const dialled = seen('b', dial({ ...started(1000), ...from, ...to }));
    expect(isOtherEndOf([rang], [dialled], directory)).toBe(true);
    expect(isOtherEndOf([dialled], [rang], directory)).toBe(true);
    expect(isOtherEndOf([rang], [rang], directory)).toBe(false);
    expect(isOtherEndOf([rang], [], directory)).toBe(false);
    expect(isOtherEndOf([rang], [dialled], { lines: [] })).toBe(false);
    const later = seen('c', dial({ ...started(60_000), ...from, ...to }));
    expect(isOtherEndOf([rang], [later], directory)).toBe(false);
  });
});

describe('it is looked up', () => {
  const minute = 60_000;
  it('after twenty minutes and after two hours, a call that goes on once more, and then never again', () => {
    const heardAt = START;
    const after = 20 * minute;
    expect(firstLookup(heardAt, after)).toBe(START + 20 * minute);
    const next = (tries: number, result: (typeof LOOKUP_RESULTS)[number]) =>
      nextLookup({ heardAt, tries, result }, after, START + 21 * minute);
    expect(next(1, 'absent')).toBe(START + 120 * minute);
    expect(next(2, 'absent')).toBeNull();
    expect(next(2, 'open')).toBe(START + 360 * minute);
    expect(next(3, 'open')).toBeNull();
  });

  it('a bounded number of times, each a good while after the one before', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...LOOKUP_RESULTS), { minLength: 10, maxLength: 10 }),
        fc.integer({ min: 5 * minute, max: 1440 * minute }),
        fc.integer({ min: 0, max: HORIZON_MS }),
        (results, after, late) => {
          let due: number | null = firstLookup(START, after) + late;
          let tries = 0;
          while (due !== null) {
            const now: number = due;
            tries += 1;
            due = nextLookup({ heardAt: START, tries, result: results[tries] ?? 'open' }, after, now);
            if (due !== null) expect(due - now).toBeGreaterThanOrEqual(after);
          }
          expect(tries).toBeLessThanOrEqual(3);
        },
      ),
    );
  });
});

describe('which of Allo’s calls is which lost one', () => {
  it('follows numbers, lines, direction and start, and nothing else', () => {
    const call = lost('a', ring(started(0)), answer(started(0)));
    expect(pickItems([call], [item()], NOW).get(call.call)?.id).toBe(item().id);
    for (const over of [
      { date: at(START + 25_000) },
      { date: at(START - 5000) },
      { contact_number: '+33199009999' },
      { allo_number: '+33199009999' },
      { direction: 'OUTBOUND' },
    ]) {
      expect(pickItems([call], [item(over)], NOW).size, JSON.stringify(over)).toBe(0);
    }
  });

  it('tells two calls of one caller apart, in whatever order they are listed', () => {
    const calls = [0, 40_000, 80_000].map((ms, i) => lost(`call${i}`, ring(started(ms))));
    const items = [0, 40_000, 80_000].map((ms, i) => item({ id: `cll-${i}`, date: at(START + ms + 1500) }));
    fc.assert(
      fc.property(fc.shuffledSubarray(calls), fc.shuffledSubarray(items), (some, listed) => {
        const picked = pickItems(some, listed, NOW);
        for (const [i, call] of calls.entries()) {
          const has = some.includes(call) && listed.includes(items[i] ?? item());
          expect(picked.get(call.call)?.id).toBe(has ? `cll-${i}` : undefined);
        }
      }),
    );
  });

  it('finds the call of a withheld number by line and start', () => {
    const call = lost('a', ring({ ...started(0), from_number: 'anonymous' }));
    expect(pickItems([call], [item({ contact_number: null })], NOW).size).toBe(1);
    expect(pickItems([call], [item({ contact_number: ANA })], NOW).size).toBe(0);
  });

  it('takes no item twice', () => {
    const [one, other] = [
      lost('a', ring(started(0))),
      lost('b', ring({ ...started(100), to_number: '+33199003311' })),
    ];
    expect(pickItems([one, other], [item()], NOW).size).toBe(1);
  });
});

describe('Allo is left alone', () => {
  it('longer with every failure, as long as it asks for, and never longer than a day', () => {
    expect([1, 2, 3, 9].map((failures) => pauseAfter(failures, null) / 60_000)).toEqual([1, 2, 4, 60]);
    expect(pauseAfter(1, 7200)).toBe(7_200_000);
    expect(pauseAfter(1, 10 ** 9)).toBe(24 * 3_600_000);
  });

  it('between two searches, however many are wanted at once', async () => {
    let clock = 0;
    const sent: number[] = [];
    const pace = paced(
      () => clock,
      async (ms) => void (await Promise.resolve().then(() => (clock += ms))),
      2000,
    );
    for (let i = 0; i < 5; i += 1) {
      await pace.search();
      sent.push(clock);
    }
    expect(sent).toEqual([0, 2000, 4000, 6000, 8000]);
  });
});
