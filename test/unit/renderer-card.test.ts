import { describe, expect, test } from 'vitest';
import { actionsOf, chipOf, isOneLine } from '../../src-renderer/card/appearance.ts';
import { announcementOf } from '../../src-renderer/pop/announcement.ts';
import { en } from '../../src-shared/words/en.ts';
import { card, UNKNOWN, WITHHELD } from '../gallery/people.ts';

describe('a card', () => {
  test('says its state in a word, an unknown result as it came', () => {
    expect(chipOf(card('a'), en).text).toBe('Ringing');
    expect(chipOf(card('a', { phase: 'ended', result: 'IVR_HANGUP' }), en).text).toBe('IVR_HANGUP');
    expect(chipOf(card('a', { phase: 'ended' }), en).text).toBe('Ended');
  });

  test('shrinks to a line when it goes quiet or a colleague has it', () => {
    const claim = { mine: false, who: 'Anna' };
    expect(isOneLine(card('a'))).toBe(false);
    expect(isOneLine(card('a', { phase: 'quiet' }))).toBe(true);
    expect(isOneLine(card('a', { claim }))).toBe(true);
    expect(chipOf(card('a', { claim }), en).text).toBe('Anna has it');
    expect(chipOf(card('a', { phase: 'completed', handledBy: 'Ben' }), en).text).toBe('Ben took it');
    expect(isOneLine(card('a', { claim: { mine: true, who: 'Me' } }))).toBe(false);
  });

  test('can be claimed only while it rings here and nobody has it', () => {
    expect(actionsOf(card('a')).claim).toBe(true);
    expect(actionsOf(card('a', { direction: 'outbound', phase: 'dialling' })).claim).toBe(false);
    expect(actionsOf(card('a', { claim: { mine: true, who: 'Me' } })).claim).toBe(false);
    expect(actionsOf(card('a', { phase: 'answered' })).claim).toBe(false);
  });

  test('offers to call back who was not reached and can be called', () => {
    for (const phase of ['missed', 'voicemail', 'failed'] as const)
      expect(actionsOf(card('a', { phase })).callBack).toBe(true);
    expect(actionsOf(card('a', { phase: 'missed', caller: WITHHELD })).callBack).toBe(false);
    expect(actionsOf(card('a', { phase: 'missed', direction: 'outbound' })).callBack).toBe(false);
    expect(actionsOf(card('a', { phase: 'completed' })).callBack).toBe(false);
  });

  test('is announced by who calls and what is at stake', () => {
    expect(announcementOf(card('a'), en)).toBe('Call from Philippa Okonkwo, Globex, 2 open deals');
    expect(announcementOf(card('a', { caller: UNKNOWN, deals: [] }), en)).toBe('Call from +44 20 7946 0018');
    expect(announcementOf(card('a', { caller: WITHHELD, deals: [] }), en)).toBe('Call from Number withheld');
  });
});
