import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CallKey } from '../../../src-shared/brand.ts';
import type { Call, Ending } from '../../../src-shared/calls/call.ts';
import { LONGEST_CALL_MS, NEWS_COMES_WITHIN_MS } from '../../../src-shared/calls/freshness.ts';
import { outcomeOf } from '../../../src-shared/calls/outcome.ts';
import {
  doesCallerWait,
  endOf,
  factsOf,
  isMissedCall,
  isUnreached,
  nextPhaseAt,
  phaseOf,
  phaseOfResult,
  PHASES,
  type Phase,
} from '../../../src-shared/calls/phase.ts';

const START = Date.parse('2026-11-23T12:00:00.000Z');
const HOUR = 3_600_000;
const WINDOW_S = 45;

const DOCUMENTED = ['ANSWERED', 'VOICEMAIL', 'TRANSFERRED_AI', 'TRANSFERRED_EXTERNAL', 'BLOCKED', 'FAILED'];

function endedWith(result: string | null): Ending {
  return {
    alloId: 'cll_1',
    result,
    durationS: null,
    recordingUrl: null,
    transcript: [],
    wholeText: null,
    transferTo: null,
    transferFrom: null,
    originalCallId: null,
    originalTo: null,
    originalName: null,
    menu: [],
    collected: [],
  };
}

/** An inbound ring of which nothing more is known, heard at once. */
function callOf(change: Partial<Call> = {}): Call {
  return {
    key: 'call_1' as CallKey,
    direction: 'inbound',
    number: '+33199001234',
    line: '+33199003300',
    startedAt: START,
    rangAt: START,
    ringAgeMs: 0,
    answeredAt: null,
    users: [],
    handledBy: null,
    person: null,
    company: null,
    deals: [],
    outsideName: null,
    ownName: null,
    ended: null,
    summary: null,
    tags: [],
    integrationId: null,
    memory: null,
    isReduced: false,
    ...change,
  };
}

const results = fc.oneof(
  fc.constantFrom(...DOCUMENTED, 'NO_ANSWER', 'MISSED', 'BUSY', 'IVR_HANGUP', 'FAILED_EXTERNAL', 'ABDUCTED'),
  fc.constant(null),
  fc.string(),
);
const calls = fc
  .record({
    direction: fc.constantFrom('inbound' as const, 'outbound' as const),
    ringAgeMs: fc.option(fc.integer({ min: 0, max: 3 * HOUR })),
    answeredAt: fc.option(fc.integer({ min: START, max: START + HOUR })),
    ended: fc.option(results.map(endedWith)),
    summary: fc.option(fc.string()),
  })
  .map(callOf);
const windows = fc.integer({ min: 5, max: 600 });
const moments = fc.integer({ min: START, max: START + 30 * HOUR });

describe('where a call stands', () => {
  it.each([
    [0, 'ringing'],
    [45_000, 'ringing'],
    [45_001, 'quiet'],
    [NEWS_COMES_WITHIN_MS - 1, 'quiet'],
    [NEWS_COMES_WITHIN_MS, 'missed'],
    [HOUR, 'missed'],
  ])('a ring after %i ms without news is %s', (after, phase) => {
    expect(phaseOf(callOf(), START + after, WINDOW_S)).toBe(phase);
  });

  it.each([
    [0, 'dialling'],
    [45_001, 'quiet'],
    [HOUR, 'unreported'],
  ])('a call that was dialled is, after %i ms without news, %s', (after, phase) => {
    expect(phaseOf(callOf({ direction: 'outbound' }), START + after, WINDOW_S)).toBe(phase);
  });

  it('a ring that was told when no card could come is missed at once, until news says otherwise', () => {
    const late = callOf({ ringAgeMs: 60_000 });
    expect(phaseOf(late, START + 60_000, WINDOW_S)).toBe('missed');
    expect(phaseOf({ ...late, answeredAt: START + 9_000 }, START + 70_000, WINDOW_S)).toBe('answered');
    const told = { ...late, ended: endedWith('ANSWERED'), summary: 'They spoke.' };
    expect(phaseOf(told, START + 80_000, WINDOW_S)).toBe('completed');
    expect(phaseOf(callOf({ ringAgeMs: 45_000 }), START + 46_000, WINDOW_S)).toBe('quiet');
  });

  it('an answered call stays answered for hours, and is over when nobody can still be on the phone', () => {
    const call = callOf({ answeredAt: START + 6_000 });
    expect(phaseOf(call, START + 2 * HOUR, WINDOW_S)).toBe('answered');
    expect(phaseOf(call, START + 6_000 + LONGEST_CALL_MS, WINDOW_S)).toBe('over');
  });

  it('nothing rings, nor stands there as a question, an hour after the ring', () => {
    fc.assert(
      fc.property(calls, moments, windows, (call, now, window) => {
        fc.pre(now - START >= HOUR);
        const phase = phaseOf(call, now, window);
        expect(factsOf(phase).rings).toBe(false);
        expect(phase).not.toBe('quiet');
      }),
    );
  });

  it('an outgoing call is never missed, whatever is told of it and however long ago it was', () => {
    fc.assert(
      fc.property(calls, moments, windows, (call, now, window) => {
        const out = { ...call, direction: 'outbound' as const };
        const phase = phaseOf(out, now, window);
        expect(phase).not.toBe('missed');
        expect([isMissedCall(phase, out), isUnreached(phase, out), doesCallerWait(phase, out)]).toEqual([
          false,
          false,
          false,
        ]);
      }),
    );
  });

  it('a call that somebody picked up is not missed, unless its own end says that nobody did', () => {
    fc.assert(
      fc.property(calls, moments, windows, (call, now, window) => {
        fc.pre(call.answeredAt !== null && call.ended === null);
        expect(isMissedCall(phaseOf(call, now, window), call)).toBe(false);
      }),
    );
  });

  it('the end that was told counts, whatever the clock says', () => {
    fc.assert(
      fc.property(calls, moments, windows, (call, now, window) => {
        fc.pre(call.ended !== null);
        expect(phaseOf(call, now, window)).toBe(endOf(call));
        expect(nextPhaseAt(call, now, window)).toBeNull();
      }),
    );
  });

  it('time alone changes it at the moments that are announced, and at no other', () => {
    fc.assert(
      fc.property(
        calls,
        moments,
        windows,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (call, now, window, part) => {
          const phase = phaseOf(call, now, window);
          const next = nextPhaseAt(call, now, window);
          const until = next ?? now + 40 * HOUR;
          expect(until).toBeGreaterThan(now);
          const between = Math.min(until - 1, now + Math.floor(part * (until - now)));
          expect(phaseOf(call, between, window)).toBe(phase);
          expect(phaseOf(call, until - 1, window)).toBe(phase);
          if (next !== null) expect(phaseOf(call, next, window)).not.toBe(phase);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('what a phase says', () => {
  it('whoever was missed waits, and nobody spoke to them', () => {
    for (const phase of PHASES.filter((one) => factsOf(one).isMissed))
      expect(factsOf(phase)).toMatchObject({ isOpen: false, spoke: 'no', callerWaits: true, rings: false });
  });

  it('what rings is open, and what nobody has ended yet is no end', () => {
    for (const phase of PHASES) {
      const { rings, isOpen, spoke } = factsOf(phase);
      if (rings) expect(isOpen).toBe(true);
      if (isOpen) expect(['notYet', 'yes']).toContain(spoke);
      else expect(spoke).not.toBe('notYet');
    }
  });

  it('an end is never open', () => {
    fc.assert(
      fc.property(calls, (call) => {
        const end = endOf(call);
        if (end !== null) expect(factsOf(end).isOpen).toBe(false);
      }),
    );
  });
});

describe('a result', () => {
  it.each<[string | null, boolean, Phase, Phase]>([
    ['ANSWERED', true, 'completed', 'completed'],
    ['ANSWERED', false, 'over', 'over'],
    ['RECEIVED', true, 'completed', 'completed'],
    ['VOICEMAIL', true, 'voicemail', 'voicemail'],
    ['TRANSFERRED_AI', false, 'transferred', 'transferred'],
    ['TRANSFERRED_EXTERNAL', true, 'transferred', 'transferred'],
    ['TRANSFERRED', false, 'transferred', 'transferred'],
    ['BLOCKED', false, 'blocked', 'blocked'],
    ['FAILED', false, 'missed', 'failed'],
    ['FAILED_EXTERNAL', false, 'missed', 'failed'],
    ['NO_ANSWER', false, 'missed', 'noAnswer'],
    ['Not answered', false, 'missed', 'noAnswer'],
    ['MISSED', false, 'missed', 'noAnswer'],
    ['BUSY', false, 'missed', 'noAnswer'],
    ['IVR_HANGUP', false, 'missed', 'noAnswer'],
    ['MENU_HANGUP', false, 'missed', 'noAnswer'],
    ['CALL_REJECTED', false, 'missed', 'noAnswer'],
    ['HANGUP', false, 'ended', 'ended'],
    ['RING_TIMEOUT', false, 'missed', 'noAnswer'],
    ['TIMED_OUT', false, 'missed', 'noAnswer'],
    ['HANGUP_BEFORE_ANSWER', false, 'missed', 'noAnswer'],
    ['NO_VOICEMAIL', false, 'missed', 'noAnswer'],
    ['OUTSIDE_BUSINESS_HOURS', false, 'missed', 'noAnswer'],
    ['AFTER_HOURS', false, 'missed', 'noAnswer'],
    ['UNREACHABLE', false, 'missed', 'noAnswer'],
    ['TRANSFER_FAILED', false, 'missed', 'failed'],
    ['NOT_CONNECTED', false, 'missed', 'failed'],
    ['ERROR', false, 'missed', 'failed'],
    ['TRANSFERRED_TO_VOICEMAIL', false, 'voicemail', 'voicemail'],
    ['ANSWERED_BY_MACHINE', false, 'voicemail', 'voicemail'],
    ['ANSWERED_BY_AI', false, 'transferred', 'transferred'],
    ['CALL_FORWARDED', false, 'transferred', 'transferred'],
    ['SPAM_BLOCKED', false, 'blocked', 'blocked'],
    ['ANSWERED_ELSEWHERE', false, 'over', 'over'],
    ['Completed', true, 'completed', 'completed'],
    ['IVR_COMPLETED', false, 'ended', 'ended'],
    ['ABDUCTED', true, 'ended', 'ended'],
    [null, false, 'ended', 'ended'],
  ])('%s (summary: %s) of a call in is %s, of a call out %s', (result, hasSummary, inbound, outbound) => {
    const known = { wasAnswered: false, hasSummary };
    expect(phaseOfResult(result, { ...known, direction: 'inbound' })).toBe(inbound);
    expect(phaseOfResult(result, { ...known, direction: 'outbound' })).toBe(outbound);
  });

  it('FAILED of a call that somebody had picked up is no missed call', () => {
    const known = { direction: 'inbound', wasAnswered: true, hasSummary: false } as const;
    expect(phaseOfResult('FAILED', known)).toBe('failed');
    expect(phaseOfResult(null, known)).toBe('over');
  });

  it('says the same in any case and with any joints', () => {
    fc.assert(
      fc.property(fc.constantFrom(...DOCUMENTED), fc.constantFrom('_', ' ', '-'), (result, joint) => {
        const written = ` ${result.toLowerCase().replaceAll('_', joint)} `;
        expect(outcomeOf(written)).toBe(outcomeOf(result));
      }),
    );
  });

  it('of Allo’s six makes two kinds of missed calls: with a message, and without', () => {
    const known = { direction: 'inbound', wasAnswered: false, hasSummary: false } as const;
    const missed = DOCUMENTED.filter((result) =>
      isMissedCall(phaseOfResult(result, known), { direction: 'inbound' }),
    );
    expect(missed).toEqual(['VOICEMAIL', 'FAILED']);
  });
});
