import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  dialledNumber,
  isNumber,
  readableNumber,
  readNumber,
  sameNumber,
  tailsFor,
  type RawNumber,
} from '../../../src-shared/format/phone.ts';
import { cpuMsOf } from '../../fixtures/cpu-time.ts';

function same(a: RawNumber, b: RawNumber) {
  return sameNumber(readNumber(a), readNumber(b));
}

const LINE = { e164: '+33199001234', tail: '199001234' };
const DIGITS = { arabic: 0x0660, persian: 0x06f0, devanagari: 0x0966, fullWidth: 0xff10, bold: 0x1d7ce };

describe('numbers', () => {
  it.each([
    ['+33 6 12 34 56 78', '+33612345678', '612345678'],
    ['0033612345678', '+33612345678', '612345678'],
    ['06 12 34 56 78', null, '612345678'],
    ['33612345678', null, '612345678'],
    ['+44 (0)20/7946-0018', '+442079460018', '079460018'],
    ['+330612345678', '+33612345678', '612345678'],
    ['33 (0)6 12 34 56 78', '+33612345678', '612345678'],
    ['+39 (0)6 69812345', '+390669812345', '669812345'],
    ['#31#0612345678', null, '612345678'],
    ['3615', null, '3615'],
    ['36', null, '36'],
    [null, null, null],
    [undefined, null, null],
  ])('%s reads as %s, ending in %s', (raw, e164, tail) => {
    expect(readNumber(raw)).toEqual({ e164, tail });
  });

  it.each([
    'sip:+33199001234@pbx.example',
    'sips:+33199001234@pbx.example;transport=tls',
    'sip:%2B33199001234@pbx.example',
    '"Ana" <sip:+33199001234@pbx.example>',
    'sip:+33199001234:secret@pbx.example',
    '+33199001234@pbx.example',
    'tel:+33199001234',
    'tel:+33-1-99-00-12-34',
    'tel:0199001234;phone-context=+33',
    'callto:+33199001234',
    '＋３３１９９００１２３４',
    '+٣٣١٩٩٠٠١٢٣٤',
    '+۳۳۱۹۹۰۰۱۲۳۴',
    '+33\u00a01\u202f99\u200900\u201112‐34',
    '\u202a+33199001234\u202c',
    'Mobile: +33199001234',
    'Tel. +33 1 99 00 12 34',
    '+33199001234 (work)',
    'Ana +33199001234',
    '📞 +33199001234',
    '+33 (0) 1 99 00 12 34',
    '+33(0)199001234',
    '0033 (0)1 99 00 12 34',
    '+33199001234 / +33612345678',
    '(+33) 199001234',
    '+33199001234.0',
    '%2B33199001234',
    '+33 [0]1 99 00 12 34',
    '+33199001234<br>',
    '33199001234 <sip:+33199001234@pbx.example>',
  ])('"%s" is the number in it', (raw) => {
    expect(readNumber(raw)).toEqual(LINE);
    expect(readableNumber(raw)).toEqual({
      kind: 'phone',
      display: '+33 1 99 00 12 34',
      country: 'FR',
      e164: '+33199001234',
      extension: null,
    });
  });

  it.each([
    ' x42',
    'x42',
    ' X 42',
    ' ext. 42',
    ' ext42',
    ' Extension 42',
    ' poste 42',
    ' Durchwahl 42',
    ' (ext. 42)',
    ', ext 42',
    '#42',
    ' # 42',
    ',,42',
    ', 42',
    ';42',
    ';ext=42',
    ';extension=42',
    'p42',
    'w42',
    '*42',
    ' (42)',
    ' Extensión 42',
    ' Anschluss 42',
    ' доб. 42',
    ' 内線42',
    ';ext=42;phone-context=pbx.example',
  ])('the extension in "+33 1 99 00 12 34%s" is kept and shown, and no part of the number', (extension) => {
    const raw = `+33 1 99 00 12 34${extension}`;
    expect(readNumber(raw)).toEqual(LINE);
    expect(readableNumber(raw)).toMatchObject({
      display: '+33 1 99 00 12 34 ext. 42',
      country: 'FR',
      e164: '+33199001234',
      extension: '42',
    });
    expect(readableNumber(`sip:+33199001234${extension.trim()}@pbx.example`)?.extension).toBe('42');
  });

  it('a JSON number is read, and what cannot be one is not', () => {
    expect(readNumber(33199001234)).toEqual({ e164: null, tail: '199001234' });
    expect(readableNumber(33199001234)).toMatchObject({
      display: '+33 1 99 00 12 34',
      country: 'FR',
      e164: '+33199001234',
    });
    expect(same(33199001234, '+33199001234')).toBe(1);
    for (const none of [Number.NaN, Infinity, -33199001234, 1.5, 1e21, 0])
      expect(readNumber(none).tail).toBeNull();
  });

  it.each([
    ['DHL Express', 'sender', 'DHL Express'],
    ['INFO2GO', 'sender', 'INFO2GO'],
    ['1-800-FLOWERS', 'sender', '1-800-FLOWERS'],
    ['JD-123456', 'sender', 'JD-123456'],
    ['sip:reception@pbx.example', 'sender', 'reception@pbx.example'],
    ['1&1', 'sender', '1&1'],
    ['P&O', 'sender', 'P&O'],
    ['PrivateBank', 'sender', 'PrivateBank'],
    ['Call', 'sender', 'Call'],
    ['FirstCall', 'sender', 'FirstCall'],
    ['Contact Energy', 'sender', 'Contact Energy'],
    ['Out', 'sender', 'Out'],
    ['36', 'short', '36'],
    ['+36', 'short', '+36'],
    ['38600', 'short', '38600'],
    ['*123#', 'short', '*123#'],
    ['sip:1042@pbx.example', 'short', '1042'],
    ['+33612345', 'phone', '+33612345'],
    ['06 12 34 56 78', 'phone', '06 12 34 56 78'],
  ] as const)('"%s" is shown as what it is, without a country or a way to call it', (raw, kind, display) => {
    expect(readableNumber(raw)).toEqual({ kind, display, country: null, e164: null, extension: null });
  });

  it('senders that are names are told apart, from each other and from withheld ones', () => {
    expect(same('DHL Express', 'dhl  express')).toBe(1);
    expect(same('DHL Express', 'UPS')).toBeNull();
    expect(same('DHL Express', 'anonymous')).toBeNull();
    expect(
      ['DHL Express', 'anonymous', '36', '+33199001234'].map((raw) => isNumber(readNumber(raw))),
    ).toEqual([false, false, true, true]);
  });

  it.each([
    ['Mexico', '+5215512345678', '+525512345678', '+525512345678'],
    ['Argentina', '+5491112345678', '+541112345678', '+5491112345678'],
    ['Argentina, as dialled at home', '+54 11 15 1234 5678', '+541112345678', '+5491112345678'],
    ['Ivory Coast, Orange', '+22507123456', '+2250707123456', '+2250707123456'],
    ['Ivory Coast, MTN', '+22545123456', '+2250545123456', '+2250545123456'],
    ['Ivory Coast, Moov', '+22501123456', '+2250101123456', '+2250101123456'],
    ['Ivory Coast, a land line', '+22520212345', '+2252720212345', '+2252720212345'],
    ['Benin', '+22997123456', '+2290197123456', '+2290197123456'],
    ['Brazil', '+551187654321', '+5511987654321', '+5511987654321'],
  ])('two spellings of one number are equal: %s', (_, former, today, dialled) => {
    expect(same(former, today)).toBe(0);
    expect(dialledNumber(former)).toBe(dialled);
    expect(tailsFor(today)[0]).toBe(readNumber(today).tail);
    // What was filed before both were known to be one is still found.
    if (!former.includes(' 15 ')) expect(tailsFor(today)).toContain(former.slice(-9));
  });

  it('numbers of other people stay other numbers', () => {
    expect(same('+2250707123456', '+2250507123456')).toBeNull();
    expect(same('+525512345678', '+525512345679')).toBeNull();
    expect(same('+551132345678', '+5511932345678')).toBeNull();
    expect(same('+33199001234 x42', '+33199001235')).toBeNull();
  });

  const digits = fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 8, maxLength: 8 });
  const mobile = digits.map((rest) => `6${rest}`);

  it('every way to write a French mobile is one number', () => {
    const grouped = (national: string) => national.replace(/(\d)(\d\d)(\d\d)(\d\d)(\d\d)/, '$1 $2 $3 $4 $5');
    const ways: ((n: string) => string)[] = [
      (n) => `+33${n}`,
      (n) => `0033${n}`,
      (n) => `+33(0)${n}`,
      (n) => `+33 (0) ${grouped(n)}`,
      (n) => `+330${n}`,
      (n) => `tel:+33-${grouped(n).replaceAll(' ', '-')}`,
      (n) => `sip:+33${n}@pbx.example;user=phone`,
      (n) => `Mobile : +33 ${grouped(n)}`,
      (n) => `+33 ${grouped(n)} poste 7`,
      (n) => `+33${n},,1234#`,
      ...Object.values(DIGITS).map(
        (zero) => (n: string) =>
          `+33${n}`.replace(/\d/g, (digit) => String.fromCodePoint(zero + Number(digit))),
      ),
    ];
    fc.assert(
      fc.property(mobile, fc.constantFrom(...ways), fc.constantFrom(...ways), (n, one, other) => {
        expect(readNumber(one(n))).toEqual({ e164: `+33${n}`, tail: n });
        expect(same(one(n), other(n))).toBe(0);
        expect(same(one(n), `0${n}`)).toBe(1);
        expect(readableNumber(one(n))?.e164).toBe(`+33${n}`);
      }),
    );
  });

  it('reading never throws, reads its own answer the same, and gives E.164 or nothing', () => {
    const odd = fc.string({ unit: fc.constantFrom(...'+0123456789()#,;x@:./- ext=sip<>"*'), maxLength: 80 });
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), odd, fc.double()), (raw) => {
        const key = readNumber(raw);
        expect(key.e164 === null || /^\+[1-9]\d{5,14}$/.test(key.e164)).toBe(true);
        expect(readableNumber(raw) === null).toBe(key.tail === null);
        expect(tailsFor(raw)[0] ?? null).toBe(key.tail);
        if (key.e164 !== null) expect(readNumber(key.e164)).toEqual(key);
        const dialled = dialledNumber(raw);
        if (dialled !== null) expect(readNumber(dialled)).toEqual(key);
      }),
    );
  });

  it.each([' ', '1 ', '(1', '1,', ' ,', '+1', '#', 'x1', 'ext ', '(', ';ext=', '1234567 or ', 'a@', '٠'])(
    'a long text of "%s" is read in no time',
    (piece) => {
      const text = `12345${piece.repeat(250 / piece.length)}`;
      const ms = cpuMsOf(() => {
        for (const end of ['', '1', 'a', ')']) readNumber(text + end);
      });
      expect(ms).toBeLessThan(100);
    },
  );

  it('compares in full where both are written with their country, else by the last nine digits', () => {
    expect(same('+33612345678', '0033 6 12 34 56 78')).toBe(0);
    expect(same('+33612345678', '0612345678')).toBe(1);
    expect(same('+33612345678', '+49612345678')).toBeNull();
    expect(same('anonymous', '+266696687')).toBe(0);
    expect(same('anonymous', '+33612345678')).toBeNull();
  });

  it('writes a number the way its country does', () => {
    expect(readableNumber('+442079460018')).toMatchObject({
      display: '+44 20 7946 0018',
      country: 'GB',
      e164: '+442079460018',
    });
  });
});
