import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readableNumber, readNumber, sameNumber } from '../../../src-shared/format/phone.ts';

function same(a: string, b: string) {
  return sameNumber(readNumber(a), readNumber(b));
}

describe('numbers', () => {
  it.each([
    ['+33 6 12 34 56 78', '+33612345678', '612345678'],
    ['0033612345678', '+33612345678', '612345678'],
    ['06 12 34 56 78', null, '612345678'],
    ['+44 (0)20/7946-0018', '+4402079460018', '079460018'],
    ['anonymous', null, null],
    ['Unknown', null, null],
    ['', null, null],
    [null, null, null],
    ['12', null, null],
    ['3615', null, '3615'],
  ])('%s reads as %s, ending in %s', (raw, e164, tail) => {
    expect(readNumber(raw)).toEqual({ e164, tail });
  });

  it('reading never throws and gives E.164 or nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (raw) => {
        const { e164 } = readNumber(raw);
        expect(e164 === null || /^\+[1-9]\d{5,14}$/.test(e164)).toBe(true);
        readableNumber(raw);
      }),
    );
  });

  it('compares in full where both are written with their country, else by the last nine digits', () => {
    expect(same('+33612345678', '0033 6 12 34 56 78')).toBe(0);
    expect(same('+33612345678', '0612345678')).toBe(1);
    expect(same('+33612345678', '+49612345678')).toBeNull();
    expect(same('anonymous', 'anonymous')).toBe(0);
    expect(same('anonymous', '+33612345678')).toBeNull();
  });

  it('writes a number the way its country does', () => {
    expect(readableNumber('+442079460018')).toEqual({
      display: '+44 20 7946 0018',
      country: 'GB',
      e164: '+442079460018',
    });
    expect(readableNumber('06 12 34 56 78')).toEqual({
      display: '06 12 34 56 78',
      country: null,
      e164: null,
    });
    expect(readableNumber('anonymous')).toBeNull();
  });
});
