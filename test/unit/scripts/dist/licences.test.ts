import { describe, expect, test } from 'vitest';
import { licencesText } from '../../../../scripts/dist/licences.ts';

const ws = {
  name: 'ws',
  version: '8.23.0',
  license: 'MIT',
  texts: ['Copyright (c) 2011 Einar Otto Stangvik'],
};

describe('the licences of what ships', () => {
  test('every package is named with its version, and its texts are there in full', () => {
    const data = {
      name: 'numbers',
      version: '1.0.0',
      license: 'Apache-2.0',
      texts: ['The code’s', 'The data’s'],
    };
    const text = licencesText([ws, data]);
    for (const said of [
      'ws 8.23.0: MIT',
      'Copyright (c) 2011 Einar Otto Stangvik',
      'The code’s',
      'The data’s',
    ])
      expect(text).toContain(said);
  });

  test.each([
    [
      'a licence that nobody has decided about',
      { license: 'GPL-3.0-only' },
      /ws has the licence GPL-3.0-only/,
    ],
    ['a choice of licences', { license: '(MIT OR GPL-3.0)' }, /\(MIT OR GPL-3\.0\)/],
    ['no text', { texts: [] }, /ws comes without the text/],
    ['an empty text', { texts: [' \n'] }, /ws comes without the text/],
  ])('%s ships nothing', (_, fault, said) => {
    expect(() => licencesText([{ ...ws, ...fault }])).toThrow(said);
  });
});
