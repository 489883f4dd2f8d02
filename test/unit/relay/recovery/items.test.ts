import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { outcomeOf } from '../../../../src-shared/calls/outcome.ts';
import { phaseOfResult } from '../../../../src-shared/calls/phase.ts';
import {
  completedEventOf,
  completionOf,
  isOver,
  readItem,
  recoveredIdOf,
} from '../../../../src-relay/recovery/items.ts';
import { ANA, LINE, NORA } from '../../../fixtures/allo.ts';
import { at, item, NOW, START } from './made.ts';

const known = { direction: 'inbound', wasAnswered: false, hasSummary: false } as const;

describe('a call out of the API', () => {
  it('reads as the completion that a webhook would have told', () => {
    const event = completedEventOf(
      item({ transcript: [{ source: 'USER', time: at(START), text: 'Hello' }, 'nonsense', { text: '' }] }),
      NOW,
    );
    expect(event).toMatchObject({
      topic: 'call.completed',
      timestamp: at(START + 332_000),
      data: {
        id: 'cll_3aB9xK3pQr1Zt',
        started_at: at(START + 2000),
        from_number: ANA,
        from_name: 'Ana Lopez',
        to_number: LINE,
        to_name: null,
        length: '5m 30s',
        length_in_minutes: 5.5,
        tags: ['support'],
        summary: 'Asked to move the pilot to May.',
        transcriptions: [{ source: 'USER', text: 'Hello' }],
        type: 'INBOUND',
        result: 'ANSWERED',
        user_email: NORA,
      },
    });
  });

  it('turns its ends round when it went out, and names nobody whom the number does not tell for sure', () => {
    const data = completedEventOf(item({ direction: 'OUTBOUND' }), NOW)?.data;
    expect(data).toMatchObject({ from_number: LINE, to_number: ANA, to_name: 'Ana Lopez', from_name: null });
    const two = item({ contacts: [{ name: 'Ana' }, { name: 'Bea' }] });
    expect(completedEventOf(two, NOW)?.data.from_name).toBeNull();
  });

  // The webhook's words for it: https://help.withallo.com/en/v2/api-reference/webhooks/event-catalog
  it.each([
    ['ANSWERED', 120, ['ANSWERED']],
    ['VOICEMAIL', 12, ['VOICEMAIL']],
    ['TRANSFERRED', 60, ['TRANSFERRED_AI', 'TRANSFERRED_EXTERNAL']],
    [null, 0, ['FAILED']],
    [null, null, ['FAILED']],
    ['BLOCKED', 0, ['BLOCKED']],
    ['SOMETHING_NEW', 9, ['SOMETHING_NEW']],
  ])('with the result %s after %s s is where a webhook would have put it', (result, duration, words) => {
    const said = completedEventOf(item({ result, duration }), NOW)?.data.result ?? null;
    for (const word of words) {
      expect(outcomeOf(said)).toBe(outcomeOf(word));
      expect(phaseOfResult(said, known)).toBe(phaseOfResult(word, known));
    }
  });

  it('has one id for both spellings of it, and another for every other call', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[A-Za-z0-9]{1,40}$/),
        fc.stringMatching(/^[A-Za-z0-9]{1,40}$/),
        (a, b) => {
          expect(recoveredIdOf({ id: `cll-${a}` })).toBe(recoveredIdOf({ id: `cll_${a}` }));
          expect(recoveredIdOf({ id: `cll-${a}` }) === recoveredIdOf({ id: `cll_${b}` })).toBe(a === b);
          expect(recoveredIdOf({ id: `cll-${a}` })).toMatch(/^ringside-recovered-[0-9a-f]{40}$/);
        },
      ),
    );
  });

  it('is not over while it has neither result nor length, but for one that nobody can still be in', () => {
    const going = item({ result: null, duration: null });
    expect(isOver(going, NOW)).toBe(false);
    expect(isOver(going, START + 5 * 3_600_000)).toBe(true);
    expect(isOver(item({ result: null, duration: 0 }), NOW)).toBe(true);
  });

  it('never ends after now, nor before it began', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1e9, noNaN: true }),
        fc.integer({ min: 0, max: 1e9 }),
        (duration, later) => {
          const made = item({ duration });
          const now = START + later;
          const body = JSON.parse(completionOf(made, now)) as { timestamp: string };
          const end = Date.parse(body.timestamp);
          expect(end).toBeGreaterThanOrEqual(Date.parse(made.date));
          expect(end).toBeLessThanOrEqual(Math.max(now, Date.parse(made.date)));
        },
      ),
    );
  });

  it('costs nobody anything when a part of it cannot be read, and is none when it is no call', () => {
    const broken = {
      contacts: 'x',
      user: 7,
      duration: '5',
      result: {},
      tags: [1],
      summary: 9,
      transcript: {},
    };
    expect(completedEventOf(item(broken), NOW)).not.toBeNull();
    for (const over of [{ type: 'SMS' }, { id: '../x' }, { date: 'soon' }, { direction: 'SIDEWAYS' }]) {
      expect(readItem({ ...item(), ...over })).toBeNull();
    }
    fc.assert(fc.property(fc.anything(), (entry) => void readItem(entry)));
  });
});
