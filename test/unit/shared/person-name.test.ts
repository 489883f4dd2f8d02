import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fullName, nameSpellings } from '../../../src-shared/format/person-name.ts';

const called = (name: string | null, last_name: string | null) => fullName({ name, last_name });

describe('somebody’s name', () => {
  it.each([
    ['Ana', 'Lopez', 'Ana Lopez'],
    ['Ana', null, 'Ana'],
    [null, 'Lopez', 'Lopez'],
    [null, null, null],
    // Said once.
    ['Ana Lopez', 'Lopez', 'Ana Lopez'],
    ['Ana López', 'Lopez', 'Ana López'],
    ['Ana LOPEZ', 'Lopez', 'Ana LOPEZ'],
    ['Ana Lopez', 'Ana Lopez', 'Ana Lopez'],
    ['Ana', 'Ana Lopez', 'Ana Lopez'],
    ['LOPEZ Ana', 'Lopez', 'LOPEZ Ana'],
    ['Lopez, Ana', 'Lopez', 'Lopez, Ana'],
    ['Acme', 'ACME', 'Acme'],
    ['Ana', 'Anastasio', 'Ana Anastasio'],
    ['Joan', 'Jo', 'Joan Jo'],
    // What stands for nothing.
    ['Ana', 'null', 'Ana'],
    ['Ana', 'NULL', 'Ana'],
    ['Ana', 'undefined', 'Ana'],
    ['Ana', 'None', 'Ana'],
    ['Ana', 'N/A', 'Ana'],
    ['Ana', '-', 'Ana'],
    ['Ana', '.', 'Ana'],
    ['Ana', '(unknown)', 'Ana'],
    ['Ana', '\u200B', 'Ana'],
    ['Ana', '+33199001234', 'Ana'],
    ['null', 'Lopez', 'Lopez'],
    ['Unknown', 'Lopez', 'Lopez'],
    ['Jennifer', 'Null', 'Jennifer Null'],
    ['null', 'null', null],
    ['null', 'Null', null],
    ['Unknown', 'Caller', null],
    ['Wireless', 'Caller', null],
    ['No', 'Name', null],
    ['-', '-', null],
    ['+33199001234', null, null],
    ['+33199001234', '-', null],
    ['\u200B', '\uFEFF', null],
    ['Louis', '14', 'Louis 14'],
    // Surnames that are words.
    ['Nan', 'Goldin', 'Nan Goldin'],
    ['Brandy', 'Call', 'Brandy Call'],
    ['Jean', 'Privé', 'Jean Privé'],
    // Family first.
    ['太郎', '山田', '山田 太郎'],
    ['小明', '王', '王 小明'],
    ['민준', '김', '김 민준'],
    ['みなみ', '高橋', '高橋 みなみ'],
    ['タロウ', 'ヤマダ', 'ヤマダ タロウ'],
    ['ジョー', 'リー', 'リー ジョー'],
    ['山田太郎', '山田', '山田太郎'],
    ['山田太郎', '太郎', '山田太郎'],
    ['小王', '王', '王 小王'],
    ['山田 太郎', '山田', '山田 太郎'],
    ['Taro', 'Yamada', 'Taro Yamada'],
    ['Ana', '李', 'Ana 李'],
    ['太郎', 'Smith', '太郎 Smith'],
  ] as const)('%j and %j: %j', (name, last, whole) => {
    expect(called(name, last)).toBe(whole);
  });

  it('has every word of both parts, and is on one line with something to see', () => {
    const part = fc.option(fc.string({ unit: 'grapheme', maxLength: 12 }), { nil: null });
    fc.assert(
      fc.property(part, part, (name, last) => {
        const whole = called(name, last);
        if (whole === null) return;
        expect(whole).not.toMatch(/^\s|\s$|\s\s|\n/);
        expect(whole).not.toBe('');
      }),
    );
    const word = fc.constantFrom('Ana', 'Lopez', 'Li', 'Jo', '山田', '太郎', '김');
    fc.assert(
      fc.property(word, word, (name, last) => {
        const whole = called(name, last) ?? '';
        expect(whole).toContain(name);
        expect(whole).toContain(last);
      }),
    );
  });
});

it('is found as it is written, and without the blank where names have none', () => {
  expect(nameSpellings('山田 太郎')).toEqual(['山田 太郎', '山田太郎']);
  expect(nameSpellings('王小明')).toEqual(['王小明']);
  expect(nameSpellings('Ana Lopez')).toEqual(['Ana Lopez']);
  expect(nameSpellings(null)).toEqual([]);
});
