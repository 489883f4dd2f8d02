import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import {
  CLOSED,
  letsThrough,
  stepBreaker,
  type Breaker,
  type Fault,
} from '../../../../../src-relay/crm/asking/breaker.ts';
import { CRM_TROUBLES, type CrmTrouble } from '../../../../../src-relay/crm/contract.ts';

const MINUTE = 60_000;

function failing(
  breaker: Breaker,
  at: number,
  trouble: CrmTrouble = 'broken',
  retryAfterMs: number | null = null,
): Breaker {
  return stepBreaker(breaker, {
    kind: 'failed',
    at,
    fault: { trouble, message: 'HubSpot is down', retryAfterMs },
  });
}

function times(n: number, breaker: Breaker, at: number, trouble: CrmTrouble = 'broken'): Breaker {
  return Array.from({ length: n }).reduce<Breaker>((b) => failing(b, at, trouble), breaker);
}

describe('a CRM that does not answer', () => {
  it.each(['unreachable', 'too-late', 'broken', 'unreadable'] as const)(
    'is left alone for 30 s after five failures of the kind %s within 30 s',
    (trouble) => {
      const four = times(4, CLOSED, 0, trouble);
      expect(letsThrough(four, 0)).toBe(true);
      const five = failing(four, 29_000, trouble);
      expect(letsThrough(five, 29_000 + 29_999)).toBe(false);
      expect(letsThrough(five, 29_000 + 30_000)).toBe(true);
      // Spread over more than 30 s they are the odd failure that every service has.
      expect(letsThrough(failing(four, 30_000, trouble), 30_000)).toBe(true);
    },
  );

  it.each(['missing-right', 'rejected', 'other-account', 'limited'] as const)(
    'is not taken for down when it answers with %s',
    (trouble) => {
      expect(letsThrough(times(50, CLOSED, 0, trouble), 0)).toBe(true);
    },
  );

  it('is tried with one request, and left alone twice as long each time that this fails, up to 15 minutes', () => {
    let breaker = times(5, CLOSED, 0);
    let now = 0;
    for (const wait of [30_000, MINUTE, 2 * MINUTE, 4 * MINUTE, 8 * MINUTE, 15 * MINUTE, 15 * MINUTE]) {
      expect(letsThrough(breaker, now + wait - 1)).toBe(false);
      now += wait;
      expect(letsThrough(breaker, now)).toBe(true);
      breaker = stepBreaker(breaker, { kind: 'started', at: now });
      expect(letsThrough(breaker, now + 1e9)).toBe(false);
      breaker = failing(breaker, now);
    }
    now += 15 * MINUTE;
    breaker = stepBreaker(stepBreaker(breaker, { kind: 'started', at: now }), { kind: 'answered', at: now });
    expect(breaker).toEqual(CLOSED);
  });

  it('is left alone for as long as it says, when that is longer than a flight', () => {
    const day = 24 * 60 * MINUTE;
    for (const trouble of ['limited', 'broken'] as const) {
      const opened = failing(CLOSED, 0, trouble, day);
      expect(letsThrough(opened, day - 1)).toBe(false);
      expect(letsThrough(opened, day)).toBe(true);
      // What ends meanwhile makes that no shorter.
      const after = times(
        9,
        stepBreaker(failing(opened, 10, 'limited', 20_000), { kind: 'answered', at: 20 }),
        30,
      );
      expect(letsThrough(after, day - 1)).toBe(false);
    }
    expect(letsThrough(failing(CLOSED, 0, 'limited', 2000), 0)).toBe(true);
  });

  it('is not asked again with a secret that it refused', () => {
    let refused = failing(CLOSED, 0, 'refused');
    for (const trouble of CRM_TROUBLES) refused = failing(refused, 1, trouble, 60_000);
    refused = stepBreaker(refused, { kind: 'answered', at: 2 });
    expect(letsThrough(refused, 1e15)).toBe(false);
  });
});

const faults: fc.Arbitrary<Fault> = fc.record({
  trouble: fc.constantFrom(...CRM_TROUBLES.filter((one) => one !== 'refused')),
  message: fc.constant('down'),
  retryAfterMs: fc.option(fc.nat(3_600_000)),
});

test('whatever happens, only one is let through to try, and within the longest wait one is', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(100_000), fc.option(faults, { freq: 4 })), { maxLength: 100 }),
      (events) => {
        let breaker: Breaker = CLOSED;
        let now = 0;
        let longest = 0;
        for (const [after, fault] of events) {
          now += after;
          if (letsThrough(breaker, now)) {
            const wasOpen = breaker.kind === 'open';
            breaker = stepBreaker(breaker, { kind: 'started', at: now });
            if (wasOpen) expect(letsThrough(breaker, now)).toBe(false);
          }
          longest = Math.max(longest, now + Math.max(15 * MINUTE, fault?.retryAfterMs ?? 0));
          breaker = stepBreaker(
            breaker,
            fault === null ? { kind: 'answered', at: now } : { kind: 'failed', at: now, fault },
          );
          expect(breaker.kind).not.toBe('trying');
          expect(letsThrough(breaker, longest)).toBe(true);
        }
      },
    ),
  );
});
