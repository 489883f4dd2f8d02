import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Direction } from '../../../src-shared/calls/sighting.ts';
import { phaseOfResult } from '../../../src-shared/calls/phase.ts';
import { isByAssistant } from '../../../src-shared/calls/result.ts';
import { en } from '../../../src-shared/words/en.ts';
import { fr } from '../../../src-shared/words/fr.ts';
import { outcomeWord } from '../../../src-shared/words/outcome-word.ts';

function said(result: string | null, words = en, direction: Direction = 'outbound'): string {
  const phase = phaseOfResult(result, { direction, wasAnswered: false, hasSummary: false });
  return outcomeWord({ phase, result }, words);
}

test.each([
  ['TRANSFERRED_AI', 'Assistant took it', 'Pris par l’IA'],
  ['TRANSFERRED_ELEVEN_LABS', 'Assistant took it', 'Pris par l’IA'],
  ['TRANSFERRED_EXTERNAL', 'External transfer', 'Transfert externe'],
  ['TRANSFERRED', 'Transferred', 'Transféré'],
  ['TRANSFERRED_TO_MARS', 'Transferred', 'Transféré'],
  ['IVR_HANGUP', 'Hung up in the voice menu', 'Raccroché dans le menu vocal'],
  ['ivr-hangup', 'Hung up in the voice menu', 'Raccroché dans le menu vocal'],
  ['BUSY', 'Busy', 'Occupé'],
  ['NOT_IN_SERVICE', 'Number not in service', 'Numéro non attribué'],
  ['LOST_IN_SPACE', 'Lost in space', 'Lost in space'],
  ['___', 'Ended', 'Terminé'],
  [null, 'Ended', 'Terminé'],
])('the result %s is said %j and %j', (result, english, french) => {
  expect(said(result)).toBe(english);
  expect(said(result, fr)).toBe(french);
});

test('no result, whatever it may be, is said as a program writes it', () => {
  const results = fc.oneof(
    fc.stringMatching(/^[A-Z]{1,9}(_[A-Z]{1,9}){0,4}$/),
    fc.stringMatching(/^[a-z]{1,9}(_[a-z]{1,9}){0,4}$/),
    fc.string(),
  );
  fc.assert(
    fc.property(results, (result) => {
      for (const words of [en, fr]) {
        for (const direction of ['inbound', 'outbound'] as const)
          expect(said(result, words, direction)).not.toMatch(/_|^\s*$/);
      }
    }),
  );
});

test('a caller who was missed was missed, whatever kept them', () => {
  expect(['BUSY', 'IVR_HANGUP', 'NO_ANSWER'].map((result) => said(result, en, 'inbound'))).toEqual([
    'Missed',
    'Missed',
    'Missed',
  ]);
});

test('an assistant is told from a colleague', () => {
  expect(['TRANSFERRED_AI', 'transferred_ai', 'TRANSFERRED_BLAND'].every(isByAssistant)).toBe(true);
  expect(
    ['TRANSFERRED', 'TRANSFERRED_EXTERNAL', 'TRANSFERRED_AIR', 'ANSWERED', null].some(isByAssistant),
  ).toBe(false);
});
