import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readEvent } from '../../../src-shared/allo/events.ts';
import { isNoName, isNoPart } from '../../../src-shared/format/no-name.ts';
import { cpuMsOf } from '../../fixtures/cpu-time.ts';

/** What the name of a completed call's caller is read as. */
function fromName(from_name: unknown): string | null {
  const read = readEvent({
    topic: 'call.completed',
    version: '2.0',
    timestamp: '2026-02-03T09:15:00.000Z',
    data: { id: 'cll_1', start_date: '2026-02-03T09:15:00.000Z', from_number: '+33199001234', from_name },
  });
  if (!read.ok || read.event.topic !== 'call.completed') throw new Error('not read');
  return read.event.data.from_name;
}

const NOBODY = [
  '+33199001234',
  '01 99 00 12 34',
  '(0)1.99.00.12.34',
  'Tel. 01 99 00 12 34',
  '+33199001234 ext. 42',
  '+33199001234 (mobile)',
  'sip:+33199001234@pbx.example',
  'tel:+33199001234',
  '１２３４５６７',
  '42',
  '-',
  '--',
  '—',
  '?',
  '...',
  'N/A',
  'n/a',
  '#N/A',
  'n.a.',
  'null',
  'NULL',
  'undefined',
  'None',
  'NaN',
  'null null',
  'None None',
  '(null)',
  '[object Object]',
  '{{first_name}} {{last_name}}',
  'XXXX',
  'Unknown',
  'UNKNOWN',
  ' unknown ',
  'Unknown Caller',
  'Unknown-Caller',
  'Caller unknown',
  'UNKNOWN NAME',
  'Anonymous',
  'ANONYMOUS CALLER',
  'Unavailable',
  'NAME UNAVAILABLE',
  'Not available',
  'Private',
  'Private Number',
  'PRIVATE CALLER',
  'Restricted',
  'Withheld',
  'Number withheld',
  'Blocked',
  'No Caller ID',
  'No name',
  'OUT OF AREA',
  'WIRELESS CALLER',
  'CELL PHONE',
  'CELL PHONE   NY',
  'MOBILE CALLER',
  'TOLL FREE CALL',
  'PAYPHONE',
  'V12040917250041',
  'PARIS FR',
  'Paris, France',
  'NEW YORK NY',
  'LOS ANGELES, CA',
  'MONTREAL QC',
  'Inconnu',
  'Appelant inconnu',
  'Numéro masqué',
  'NUMERO INCONNU',
  'Appel anonyme',
  'Numéro privé',
  'Indisponible',
  'Sans nom',
  'Non renseigné',
  'Desconocido',
  'Número oculto',
  'Número desconocido',
  'Sin nombre',
  'Unbekannt',
  'Unbekannter Anrufer',
  'Nummer unterdrückt',
  'Anonym',
  'Sconosciuto',
  'Numero privato',
  'Nessun nome',
  'Desconhecido',
  'Número confidencial',
  'Onbekend',
  'Onbekende beller',
  'Anoniem',
  'Неизвестный номер',
  '非通知',
  '不明',
  '未知号码',
  '발신번호 표시제한',
  '알 수 없음',
  'مجهول',
  '',
  ' ',
  '\u200B\u200C\u200D\uFEFF',
  '\u2060\u00AD',
  '\u3164\u115F',
  '\u2800',
  'Caller +33199001234',
  'Contact +33 1 99 00 12 34',
  'Unknown (0199001234)',
  'WhatsApp +33199001234',
  'Appel de +33199001234',
  '0199001234@pbx.example',
  'anonymous@anonymous.invalid',
  'Unnamed contact',
  'INTL CALL',
  'NON PUB',
  'Numéro caché',
  'Identité masquée',
  'Número no identificado',
  'Llamada anónima',
  'Privater Anruf',
  'Chiamata privata',
  'Anonieme oproep',
  '&#8203;',
  '&nbsp;',
];

const SOMEBODY = [
  'Ana Lopez',
  'ANA LOPEZ',
  "O'Brien",
  'John Ma',
  'JOHN MA',
  'AUSTIN LI',
  'Paris Hilton',
  'London Breed',
  'Charlotte',
  'DHL Express',
  'Wireless World Ltd',
  'Private Bank of Geneva',
  'Unknown Pleasures Records',
  '3M',
  '1664 Bar',
  'Bar 1664',
  '7-Eleven',
  '1&1',
  'Appel',
  'Call',
  'Cid',
  'Geen',
  'Contact Lopez',
  'Guest',
  'Contact Energy',
  'Unknown Mortal Ltd',
  'May',
  'Anonymous Coffee GmbH',
  'Null Island GmbH',
  'Nan Goldin',
  'No Ji-hun',
  'Xi Jinping',
  'Call Me Maybe',
  'Mobile Home Center',
  'Anonymous Content LLC',
  'AT&T',
  'D',
  '王小明',
  '山田太郎',
  '김민준',
  'علی‌رضا',
  'Жанна',
  'ana@globex.example',
  '123456789@globex.example',
  '🦊',
  '❤️ Ana ❤️',
];

describe('what names nobody', () => {
  it.each(NOBODY)('%j is no name', (text) => {
    expect(fromName(text)).toBeNull();
  });

  it.each(SOMEBODY)('%j is a name', (text) => {
    expect(fromName(text)).toBe(text);
  });

  it('is the same in any case, with signs around it and in any normal form', () => {
    const cases = [
      (s: string) => s.toUpperCase(),
      (s: string) => s.toLowerCase(),
      (s: string) => `<${s}>`,
      (s: string) => `  ${s}. `,
      (s: string) => s.normalize('NFD'),
      (s: string) => s.replaceAll(' ', '\u00A0'),
      (s: string) => `\u200B${s}\uFEFF`,
    ];
    const placeholder = fc.constantFrom(
      'Unknown caller',
      'Numéro masqué',
      'Nummer unterdrückt',
      'Anonymous',
      'N/A',
    );
    fc.assert(
      fc.property(placeholder, fc.constantFrom(...cases), (text, as) => {
        expect(fromName(as(text))).toBeNull();
      }),
    );
  });

  it('is read of anything, and never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), (text) => {
        expect(typeof isNoName(text)).toBe('boolean');
        expect(typeof isNoPart(text)).toBe('boolean');
      }),
    );
    expect(fromName(42)).toBeNull();
    expect(fromName(['Ana'])).toBeNull();
  });

  it('takes no longer for a long text', () => {
    const long = ['1'.repeat(60), `${'1 '.repeat(30)}x`, '\u200B'.repeat(1_000_000), ' '.repeat(1_000_000)];
    const ms = cpuMsOf(() => {
      for (const text of long) fromName(`a${text}b`);
    });
    expect(ms).toBeLessThan(1000);
  });
});
