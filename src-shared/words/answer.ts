import type { Collected } from '../calls/call.ts';
import type { Language } from './language.ts';
import { dateTimeFormat, numberFormat } from '../format/formats.ts';

/**
 * "Yes", "4711", "12,5", "1 May 2026": what was answered as a person writes it. Digits stay together: they may be a number
 * of an order.
 */
export function answerOf(value: Collected['value'], { words, locale }: Language): string {
  if (typeof value === 'boolean') return value ? words.card.yes : words.card.no;
  if (typeof value === 'string') return dateIn(value, locale) ?? value;
  return numberFormat(locale, { useGrouping: false, maximumFractionDigits: 20 }).format(value);
}

const DATE = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)(Z|[+-]\d{2}:?\d{2})?)?$/;

/** A date that a program wrote, for people; null: it is none. Midnight without a zone is a day, not a moment. */
function dateIn(text: string, locale: string): string | null {
  const [, day, time, zone] = DATE.exec(text) ?? [];
  if (day === undefined || !isDay(day)) return null;
  if (time === undefined || (zone === undefined && /^[0:.]+$/.test(time)))
    return dateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(Date.parse(day));
  const at = Date.parse(zone === undefined ? `${text}Z` : text);
  if (Number.isNaN(at)) return null;
  // Without a zone it is what a clock on the wall said, wherever that was.
  const timeZone = zone === undefined ? 'UTC' : undefined;
  return dateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short', timeZone }).format(at);
}

/** `Date` makes 3 March of 31 February. */
function isDay(day: string): boolean {
  const at = Date.parse(day);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(day);
}
