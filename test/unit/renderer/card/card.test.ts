import { describe, expect, test } from 'vitest';
import { actionsOf, chipOf, isOneLine } from '../../../../src-renderer/card/appearance.ts';
import { announcementOf, digestAnnouncementOf } from '../../../../src-renderer/pop/announcement.ts';
import { en } from '../../../../src-shared/words/en.ts';
import { fr } from '../../../../src-shared/words/fr.ts';
import { card, UNKNOWN, WITHHELD } from '../../../gallery/people.ts';

describe('a card', () => {
  test('says its state in a word, an unknown result as people write it', () => {
    expect(chipOf(card('a'), en).text).toBe('Ringing');
    expect(chipOf(card('a', { phase: 'ended', result: 'LOST_IN_SPACE' }), en).text).toBe('Lost in space');
    expect(chipOf(card('a', { phase: 'ended' }), en).text).toBe('Ended');
  });

  test('shrinks to a line when it goes quiet or a colleague has it', () => {
    const claim = { mine: false, who: 'Anna' };
    expect(isOneLine(card('a'))).toBe(false);
    expect(isOneLine(card('a', { phase: 'quiet' }))).toBe(true);
    expect(isOneLine(card('a', { claim }))).toBe(true);
    expect(chipOf(card('a', { claim }), en).text).toBe('Anna has it');
    expect(chipOf(card('a', { phase: 'completed', handledBy: 'Ben' }), en).text).toBe('Ben took it');
    const taken = card('a', { phase: 'missed', claim: { mine: false, who: 'Ben' } });
    expect(chipOf(taken, en).text).toBe('Ben has it');
    expect(isOneLine(card('a', { claim: { mine: true, who: 'Me' } }))).toBe(false);
  });

  test('can be claimed while it rings here or waits for a call back, and nobody has it', () => {
    expect(actionsOf(card('a')).claim).toBe(true);
    expect(actionsOf(card('a', { direction: 'outbound', phase: 'dialling' })).claim).toBe(false);
    expect(actionsOf(card('a', { claim: { mine: true, who: 'Me' } })).claim).toBe(false);
    expect(actionsOf(card('a', { phase: 'answered' })).claim).toBe(false);
    for (const phase of ['quiet', 'missed', 'voicemail', 'failed'] as const)
      expect(actionsOf(card('a', { phase })).claim).toBe(true);
    expect(actionsOf(card('a', { phase: 'missed', handledBy: 'Ben' })).claim).toBe(false);
    expect(actionsOf(card('a', { isShared: false })).claim).toBe(false);
  });

  test('can be given back by who has it, as long as the caller waits and the relay understands it', () => {
    const claim = { mine: true, who: 'Me' };
    expect(actionsOf(card('a', { claim })).release).toBe(true);
    expect(actionsOf(card('a', { claim, phase: 'missed' })).release).toBe(true);
    expect(actionsOf(card('a', { claim, phase: 'completed' })).release).toBe(false);
    expect(actionsOf(card('a', { claim, canRelease: false })).release).toBe(false);
    expect(actionsOf(card('a', { claim: { mine: false, who: 'Ben' } })).release).toBe(false);
    expect(actionsOf(card('a')).release).toBe(false);
  });

  test('offers to call back who was not reached and can be called', () => {
    for (const phase of ['quiet', 'missed', 'voicemail', 'failed'] as const)
      expect(actionsOf(card('a', { phase })).callBack).toBe(true);
    expect(actionsOf(card('a', { phase: 'missed', caller: WITHHELD })).callBack).toBe(false);
    expect(actionsOf(card('a', { phase: 'missed', direction: 'outbound' })).callBack).toBe(false);
    expect(actionsOf(card('a', { phase: 'completed' })).callBack).toBe(false);
  });

  test('leads to more only where there is more to read', () => {
    expect(actionsOf(card('a')).details).toBe(false);
    expect(actionsOf(card('a', { phase: 'missed' })).details).toBe(false);
    expect(actionsOf(card('a', { phase: 'completed' })).details).toBe(true);
    const has = { recording: true, transcript: true };
    expect(actionsOf(card('a', { phase: 'voicemail', has })).details).toBe(true);
  });

  test('is announced by who calls and what is at stake', () => {
    expect(announcementOf(card('a'), en)).toBe('Call from Philippa Okonkwo, Globex, 2 open deals');
    expect(announcementOf(card('a', { caller: UNKNOWN, deals: [] }), en)).toBe('Call from +44 20 7946 0018');
    expect(announcementOf(card('a', { caller: WITHHELD, deals: [] }), en)).toBe('Call from Number withheld');
    expect(announcementOf(card('a'), fr)).toBe('Appel de Philippa Okonkwo, Globex, 2 affaires en cours');
  });
});

test('a digest counts only what there is', () => {
  const digest = { since: 0, missed: 3, voicemails: 1, others: 0, messages: 2, who: [] };
  expect(digestAnnouncementOf(digest, en)).toBe(
    'While you were away: 3 missed calls, 1 voicemail, 2 messages',
  );
  expect(digestAnnouncementOf({ ...digest, missed: 1, voicemails: 0, messages: 0 }, fr)).toBe(
    'En votre absence\u202f: 1 appel manqué',
  );
});
