import { describe, expect, it } from 'vitest';
import { readableNumber, readNumber, tailsFor } from '../../../src-shared/format/phone.ts';

describe('no number', () => {
  it.each([
    '+266696687',
    '+2562533',
    '+8656696',
    '+7378742833',
    '+86282452253',
    '00266696687',
    '266696687',
    'anonymous',
    'Anonymous',
    'Restricted',
    'Unavailable',
    'UNKNOWN',
    'private',
    'Private Number',
    'blocked',
    'withheld',
    'Number withheld',
    'No Caller ID',
    'Caller ID blocked',
    'Out of area',
    'Not available',
    'N/A',
    'P',
    'O',
    'null',
    'undefined',
    'hidden',
    'Not found',
    'Unassigned',
    'Privénummer',
    'Номер скрыт',
    '非通知',
    '발신번호표시제한',
    'Numéro masqué',
    'Appel masqué',
    'inconnu',
    'Privé',
    'unbekannt',
    'unterdrückt',
    'Oculto',
    'número desconocido',
    'sconosciuto',
    'onbekend',
    'ＡＮＯＮＹＭＯＵＳ',
    '(unknown)',
    '',
    ' ',
    '-',
    '+',
    '---',
    '?',
    '\u200b',
    '0',
    '00',
    '+0',
    '0000000000',
    '+33000000000',
    '+1 000 000 0000',
    'anonymous@anonymous.invalid',
    'sip:anonymous@anonymous.invalid',
    'sip:anonymous@pbx.example',
    'tel:anonymous',
    '"Anonymous" <sip:anonymous@anonymous.invalid>;tag=9802',
    'sip:c8oqz84zk7z@anonymous.invalid',
    'sip:Restricted@192.0.2.1',
  ])('"%s" stands for no number', (raw) => {
    expect(readNumber(raw)).toEqual({ e164: null, tail: null });
    expect(readableNumber(raw)).toBeNull();
    expect(tailsFor(raw)).toEqual([]);
  });

  it.each(['+33266696687', '+17378742833', '0266696687', '7378742833', '+498000000000', '+33333333333'])(
    '%s only looks as if it stood for no number',
    (raw) => {
      expect(readableNumber(raw)?.kind).toBe('phone');
    },
  );
});
