import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { restNow, shutFor, type Gates } from '../../../../src-main/presence/gate.ts';
import { DEFAULT_PREFERENCES } from '../../../../src-shared/preferences/preferences.ts';
import { completed, LINE, ring, dial } from '../../../fixtures/allo.ts';
import { at, done, play } from '../desk.ts';
import { CALL, callKey, NOON } from '../heard.ts';

const call = { line: LINE, direction: 'inbound' } as const;
const choosing = (gates: Partial<Gates>, away = false) => ({
  now: NOON,
  gates: { ...DEFAULT_PREFERENCES, ...gates },
  away,
});
const ALWAYS = { from: '00:00', to: '00:00', days: [0, 1, 2, 3, 4, 5, 6] };

describe('what keeps a card away', () => {
  test('nothing, by default', () => {
    expect(shutFor(call, choosing({}))).toBeNull();
    expect(shutFor({ ...call, direction: 'outbound' }, choosing({}))).toBeNull();
  });

  test.each([
    ['a muted line', call, choosing({ mutedLines: [LINE] }), 'line-muted'],
    [
      'outgoing calls off',
      { ...call, direction: 'outbound' },
      choosing({ outboundCards: false }),
      'outbound-off',
    ],
    ['a snooze', call, choosing({ snoozedUntil: NOON + 1 }), 'snoozed'],
    ['quiet hours', call, choosing({ quietHours: ALWAYS }), 'quiet-hours'],
    ['a locked screen', call, choosing({}, true), 'away'],
  ] as const)('%s', (_, one, context, why) => {
    expect(shutFor(one, context)).toBe(why);
  });

  test('a snooze is over at its moment', () => {
    expect(shutFor(call, choosing({ snoozedUntil: NOON }))).toBeNull();
  });

  test('a line is muted in any spelling, other lines and withheld ones are not', () => {
    const muted = (line: string | null, spelled: string) =>
      shutFor({ line, direction: 'inbound' }, choosing({ mutedLines: [spelled] }));
    expect(muted('+33199001234', '+33 1 99 00 12 34')).toBe('line-muted');
    expect(muted('+33199001234', '0199001234')).toBe('line-muted');
    expect(muted('+33199001234', '+33199001235')).toBeNull();
    expect(muted('sip:front-desk', 'sip:front-desk')).toBe('line-muted');
    expect(muted(null, 'anonymous')).toBeNull();
  });

  test('whatever is chosen, what keeps all cards away keeps each away', () => {
    const gates = fc.record({
      mutedLines: fc.subarray([LINE, '+33199009999']),
      outboundCards: fc.boolean(),
      snoozedUntil: fc.option(fc.integer({ min: NOON - 10, max: NOON + 10 })),
      quietHours: fc.option(fc.constant(ALWAYS)),
    });
    fc.assert(
      fc.property(gates, fc.boolean(), fc.constantFrom('inbound', 'outbound'), (some, away, direction) => {
        const context = choosing(some, away);
        if (restNow(context) !== null) expect(shutFor({ line: LINE, direction }, context)).not.toBeNull();
      }),
    );
  });
});

describe('on the screen', () => {
  test('a ring that was kept away never pops later, however often it is told', () => {
    const desk = play();
    desk.choose({ snoozedUntil: NOON + 5_000 });
    desk.hear(ring(at), { id: 'a' });
    expect(desk.keys()).toEqual([]);
    desk.pass(6_000);
    desk.choose({ snoozedUntil: null });
    desk.hear(ring({ ...at, user_email: 'third@ringside.example' }), { id: 'b' });
    expect(desk.keys()).toEqual([]);
  });

  test('a muted line brings no card, and the next line does', () => {
    const desk = play();
    desk.choose({ mutedLines: [LINE] });
    desk.hear(ring(at));
    desk.hear(ring({ ...at, to_number: '+33199005555' }), { call: callKey('call-2') });
    expect(desk.keys()).toEqual(['call-2']);
  });

  test('an outgoing call brings no card when the agent wants none, not even with its summary', () => {
    const desk = play();
    desk.choose({ outboundCards: false });
    desk.hear(dial(at));
    desk.hear(completed({ ...done, type: 'OUTBOUND' }));
    expect(desk.keys()).toEqual([]);
  });

  test('the summary of my own call waits behind a locked screen, and does not come in a snooze', () => {
    const locked = play();
    locked.goAway(true);
    locked.hear(completed(done));
    expect(locked.keys()).toEqual([CALL]);
    const snoozed = play();
    snoozed.choose({ snoozedUntil: NOON + 60_000 });
    snoozed.hear(completed(done));
    expect(snoozed.keys()).toEqual([]);
  });

  test('a card that is there stays and is kept up to date when a snooze begins', () => {
    const desk = play();
    desk.hear(ring(at));
    desk.choose({ snoozedUntil: NOON + 60_000 });
    desk.hear(completed(done));
    expect(desk.screen.cards.map((card) => card.call.summary)).toEqual([expect.any(String)]);
  });
});
