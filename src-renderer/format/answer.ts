import { numberFormat } from '../../src-shared/format/formats.ts';
import type { Collected } from '../../src-shared/calls/call.ts';
import type { Language } from '../../src-shared/words/language.ts';

/** "Yes", "4711", "12,5": what was answered as a person writes it. Digits stay together: they may be a number of an order. */
export function answerOf(value: Collected['value'], { words, locale }: Language): string {
  if (typeof value === 'boolean') return value ? words.card.yes : words.card.no;
  if (typeof value === 'string') return value;
  return numberFormat(locale, { useGrouping: false, maximumFractionDigits: 20 }).format(value);
}
