import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { foldText } from '../../../../src-shared/history/fold-text.ts';
import { numberSpellings } from '../../../../src-shared/history/number-spellings.ts';

describe('foldText', () => {
  test.each([
    ['Éloïse LEFÈVRE', 'eloise lefevre'],
    ['Straße', 'strasse'],
    ['STRASSE', 'strasse'],
    ['Cœur', 'coeur'],
    ['Ångström', 'angstrom'],
    ['İstanbul', 'istanbul'],
    ['ΟΔΟΣ', 'οδοσ'],
    ['οδός', 'οδοσ'],
    ['L’offre – signée', "l'offre - signee"],
    ['مُحَمَّد', 'محمد'],
    ['two \n\t blanks  here', 'two blanks here'],
    ['5\u00a0000\u202f€', '5 000 €'],
  ])('%s is found as %s', (text, folded) => {
    expect(foldText(text)).toBe(folded);
  });

  test('folding what is folded changes nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => foldText(foldText(text)) === foldText(text)),
    );
  });

  test('case and composition make no difference', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(foldText(text.normalize('NFD'))).toBe(foldText(text));
        expect(foldText(text.normalize('NFC'))).toBe(foldText(text));
      }),
    );
  });
});

describe('numberSpellings', () => {
  test('a number is spelled with its plus, with zeros and as at home', () => {
    expect(numberSpellings('+33612345678')).toEqual(['+33612345678', '0033612345678', '0612345678']);
  });

  test('a spelling that is part of another is not repeated', () => {
    expect(numberSpellings('+14155552671')).toEqual(['+14155552671', '0014155552671']);
  });

  test('a national number stays national, and a withheld one has no spelling', () => {
    expect(numberSpellings('06 12 34 56 78')).toEqual(['0612345678']);
    expect(numberSpellings('anonymous')).toEqual([]);
    expect(numberSpellings('+266696687')).toEqual([]);
    expect(numberSpellings('DHL Express')).toEqual([]);
    expect(numberSpellings(null)).toEqual([]);
  });
});
