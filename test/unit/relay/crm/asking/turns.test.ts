import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { Fault } from '../../../../../src-relay/crm/asking/breaker.ts';
import {
  dealt,
  ended,
  joined,
  MOST_WAITING,
  noTurns,
  type Turn,
  type Turns,
} from '../../../../../src-relay/crm/asking/turns.ts';
import { CRM_TROUBLES, URGENCIES, type Flight, type Urgency } from '../../../../../src-relay/crm/contract.ts';

const POTS = {
  search: { units: 3, everyMs: 1000 },
  other: { units: 1000, everyMs: 1000 },
  day: { units: 5000, everyMs: 86_400_000 },
};

let ids = 0;
function turn(urgency: Urgency, pot = 'other', flight: Flight = { urgency, until: 10_000 }, cost = 1): Turn {
  ids += 1;
  return { id: ids, pot, cost, flight };
}

function waitingFor(turns: readonly Turn[], pots: Turns['pots'] = POTS): Turns {
  return turns.reduce((all, one) => joined(all, one).turns, noTurns(pots));
}

describe('whose turn it is', () => {
  it('is a ring before a refresh before a warm-up, and of these whoever came first', () => {
    const all = [
      turn('warm-up', 'search'),
      turn('refresh', 'search'),
      turn('ring', 'search'),
      turn('ring', 'search'),
    ];
    const { start } = dealt(waitingFor(all), 0);
    expect(start.map(({ id }) => id)).toEqual([all[2]?.id, all[3]?.id, all[1]?.id]);
  });

  it('is two of one flight and eight of all at once, with room kept for rings', () => {
    const flight: Flight = { urgency: 'ring', until: 10_000 };
    expect(
      dealt(
        waitingFor([
          turn('ring', 'other', flight),
          turn('ring', 'other', flight),
          turn('ring', 'other', flight),
        ]),
        0,
      ).start,
    ).toHaveLength(2);
    const warm = dealt(waitingFor(Array.from({ length: 20 }, () => turn('warm-up'))), 0);
    expect(warm.start).toHaveLength(4);
    const rings = Array.from({ length: 20 }, () => turn('ring'));
    const full = dealt(
      rings.reduce((all, one) => joined(all, one).turns, warm.turns),
      0,
    );
    expect(full.start).toEqual(rings.slice(0, 4));
  });

  it('does not pass by another of the same pot, but by one of a pot that is used up it does', () => {
    const [first, dear, cheap, other] = [
      turn('ring', 'search', undefined, 2),
      turn('ring', 'search', undefined, 2),
      turn('ring', 'search'),
      turn('warm-up'),
    ];
    const { start, lookAt } = dealt(waitingFor([first, dear, cheap, other]), 0);
    expect(start).toEqual([first, other]);
    expect(lookAt).toBeGreaterThanOrEqual(1000);
    expect(lookAt).toBeLessThan(1010);
    expect(dealt(dealt(waitingFor([first, dear, cheap, other]), 0).turns, lookAt ?? 0).start).toEqual([
      dear,
      cheap,
    ]);
  });

  it('never comes when its budget is back after its deadline: it is given up at once', () => {
    const late = turn('ring', 'search', { urgency: 'ring', until: 500 });
    const before = waitingFor([turn('ring', 'search'), turn('ring', 'search'), turn('ring', 'search'), late]);
    expect(dealt(before, 0).giveUp).toMatchObject([{ turn: late, why: { trouble: 'limited' } }]);
    const spent = waitingFor([turn('ring', 'other', undefined, 1), turn('ring', 'other')], {
      ...POTS,
      day: { units: 1, everyMs: 86_400_000 },
    });
    expect(dealt(spent, 0).giveUp).toMatchObject([
      { why: { trouble: 'limited', message: expect.stringContaining('records.tokensPerDay') } },
    ]);
    const dear = waitingFor([turn('ring', 'other', undefined, 20)], {
      ...POTS,
      day: { units: 10, everyMs: 86_400_000 },
    });
    expect(dealt(dear, 0).giveUp).toMatchObject([
      { why: { message: expect.stringContaining('records.tokensPerDay'), retryAfterMs: null } },
    ]);
  });

  it('is given up by the oldest of the least urgent when too many wait', () => {
    const full = waitingFor(
      Array.from({ length: MOST_WAITING }, (_, i) => turn(i === 7 || i === 9 ? 'warm-up' : 'ring')),
    );
    const one = joined(full, turn('ring'));
    expect(one.dropped).toBe(full.waiting[7]);
    const two = joined(one.turns, turn('refresh'));
    expect(two.dropped).toBe(full.waiting[9]);
    expect(joined(two.turns, turn('ring')).dropped?.flight.urgency).toBe('refresh');
    expect(joined(joined(two.turns, turn('ring')).turns, turn('ring')).dropped).toBe(full.waiting[0]);
  });
});

describe('a pot that the CRM refuses to fill', () => {
  const refusal = (retryAfterMs: number | null): Fault => ({
    trouble: 'limited',
    message: '429',
    retryAfterMs,
  });

  function refused(turns: Turns, now: number, retryAfterMs: number | null, rests?: readonly number[]): Turns {
    const { turns: next, start } = dealt(
      joined(turns, turn('ring', 'search', { urgency: 'ring', until: Infinity })).turns,
      now,
    );
    expect(start).toHaveLength(1);
    return ended(next, start[0] as Turn, refusal(retryAfterMs), now, rests);
  }

  function isFree(turns: Turns, now: number, pot = 'search'): boolean {
    return (
      dealt(joined(turns, turn('ring', pot, { urgency: 'ring', until: Infinity })).turns, now).start.length >
      0
    );
  }

  it('rests for as long as the CRM says, and the others do not', () => {
    const once = refused(noTurns(POTS), 0, 4000);
    expect([isFree(once, 3999), isFree(once, 4000), isFree(once, 0, 'other')]).toEqual([false, true, true]);
  });

  it('rests longer each time in a row when the CRM does not say, until something is answered', () => {
    const once = refused(noTurns(POTS), 0, null);
    expect([isFree(once, 999), isFree(once, 1000)]).toEqual([false, true]);
    const twice = refused(once, 5000, null);
    expect([isFree(twice, 6999), isFree(twice, 7000)]).toEqual([false, true]);
    const { turns, start } = dealt(
      joined(twice, turn('ring', 'search', { urgency: 'ring', until: Infinity })).turns,
      8000,
    );
    const answered = refused(ended(turns, start[0] as Turn, null, 8000), 9000, null);
    expect([isFree(answered, 9999), isFree(answered, 10_000)]).toEqual([false, true]);
  });

  it('counts those that were under way together as one refusal', () => {
    const rests = [2000, 60_000];
    const both = [turn('ring', 'search'), turn('ring', 'search')];
    const { turns, start } = dealt(waitingFor(both), 0);
    expect(start).toEqual(both);
    const after = start.reduce((all, one) => ended(all, one, refusal(null), 100, rests), turns);
    expect([isFree(after, 2099), isFree(after, 2100)]).toEqual([false, true]);
  });

  it('leaves the whole CRM alone when it rests for longer than a flight', () => {
    const twice = refused(refused(noTurns(POTS), 0, null, [2000, 60_000]), 5000, null, [2000, 60_000]);
    expect([isFree(twice, 64_999, 'other'), isFree(twice, 65_000, 'other')]).toEqual([false, true]);
  });
});

const joins = fc.record({
  urgency: fc.constantFrom(...URGENCIES),
  pot: fc.constantFrom('search', 'other'),
  cost: fc.integer({ min: 1, max: 3 }),
  flight: fc.nat(5),
});
const ends = fc.record({
  which: fc.nat(7),
  trouble: fc.option(fc.constantFrom(...CRM_TROUBLES), { freq: 3 }),
});

test('whatever comes and ends, nobody is lost, no bound is passed and rings go first', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(400), fc.oneof({ arbitrary: joins, weight: 3 }, ends)), { maxLength: 250 }),
      (steps) => {
        let turns = noTurns({ ...POTS, day: { units: 60, everyMs: 86_400_000 } });
        let now = 0;
        const flights = new Map<string, Flight>();
        const open = new Set<Turn>();
        const paid: { at: number; turn: Turn }[] = [];
        const settle = (one: Turn): void => expect(open.delete(one)).toBe(true) as undefined;
        for (const [after, step] of steps) {
          now += after;
          if ('which' in step) {
            const one = turns.running[step.which];
            if (one === undefined) continue;
            const fault =
              step.trouble === null ? null : { trouble: step.trouble, message: 'x', retryAfterMs: null };
            turns = ended(turns, one, fault, now);
            settle(one);
          } else {
            const key = `${step.urgency} ${step.flight}`;
            const known = flights.get(key);
            const flight =
              known !== undefined && known.until > now
                ? known
                : { urgency: step.urgency, until: now + 10_000 };
            flights.set(key, flight);
            const one = { ...turn(step.urgency), pot: step.pot, cost: step.cost, flight };
            open.add(one);
            const next = joined(turns, one);
            turns = next.turns;
            if (next.dropped !== null) settle(next.dropped);
          }
          const next = dealt(turns, now);
          for (const { turn: one } of next.giveUp) settle(one);
          paid.push(...next.start.map((one) => ({ at: now, turn: one })));
          turns = next.turns;
          expect(new Set([...turns.waiting, ...turns.running])).toEqual(open);
          expect(turns.running.length).toBeLessThanOrEqual(8);
          expect(turns.waiting.length).toBeLessThanOrEqual(MOST_WAITING);
          for (const flight of flights.values()) {
            expect(turns.running.filter((one) => one.flight === flight).length).toBeLessThanOrEqual(2);
          }
          for (const started of next.start) {
            // Nobody more urgent is left waiting for the same pot, unless its own flight has enough under way.
            const passed = turns.waiting.filter(
              (one) =>
                one.pot === started.pot &&
                one.cost <= started.cost &&
                URGENCIES.indexOf(one.flight.urgency) < URGENCIES.indexOf(started.flight.urgency) &&
                turns.running.filter((r) => r.flight === one.flight).length < 2,
            );
            expect(passed).toEqual([]);
          }
          if (turns.waiting.length > 0) expect(next.lookAt).toBeGreaterThan(now);
        }
        for (const { at } of paid) {
          const search = paid.filter(
            (one) => one.turn.pot === 'search' && one.at >= at && one.at < at + 1000,
          );
          expect(search.reduce((sum, one) => sum + one.turn.cost, 0)).toBeLessThanOrEqual(3);
        }
        expect(paid.reduce((sum, one) => sum + one.turn.cost, 0)).toBeLessThanOrEqual(60);
      },
    ),
  );
});
