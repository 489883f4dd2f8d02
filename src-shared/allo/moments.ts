import type { Instant } from '../brand.ts';
import { plainText } from '../format/plain-digits.ts';

/** What `toISOString` would make of it again: nothing is left to read. A leap day is looked at more closely. */
const AS_WE_WRITE_IT =
  /^20\d\d-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;

const MAX_LENGTH = 80;
const DATE = String.raw`(?<year>\d{4})(?<d>[-/.]?)(?<month>\d{2})\k<d>(?<day>\d{2})`;
const TIME = String.raw`(?<hour>\d{2}):?(?<minute>\d{2})(?::?(?<second>\d{2})(?:[.,](?<fraction>\d{0,12}))?)?`;
const OFFSET = String.raw`(?<sign>[+-])(?<hours>\d{1,2})(?::?(?<minutes>\d{2})(?::?\d{2})?)?`;
const ISO = new RegExp(
  String.raw`^${DATE}(?:,?\s*[t ]\s*)${TIME}\s*(?<utc>z|\(?utc\)?|\(?gmt\)?)?\s*(?:${OFFSET})?\s*(?:\[(?<zone>[^\]]+)\]|(?<=[\dz]\s?)\(?(?<name>[a-z]{3,4})\)?)?$`,
  'i',
);
/** RFC 5322 and HTTP ("Mon, 05 Jan 2026 09:00:00 GMT"), and what JavaScript makes of a Date. */
const IN_WORDS =
  /^(?:[a-z]{3},? )?(?:\d{1,2} [a-z]{3}|[a-z]{3} \d{1,2}),? \d{4} \d{2}:\d{2}(?::\d{2})?(?<zone> ?(?:GMT|UTC|UT|Z)?(?:[+-]\d{2}:?\d{2})?)(?: \([^)]*\))?$/i;
/** What Unix writes: "Thu Jul 30 12:34:56 UTC 2026". */
const YEAR_LAST = /^(?:[a-z]{3} )?([a-z]{3} \d{1,2}) (\d{2}:\d{2}:\d{2})(?: (?:UTC|GMT))? (\d{4})$/i;
const UTC_NAMES = /^(?:Etc\/)?(?:UTC|UCT|GMT|Zulu|Universal|Z)(?:[+-]?0)?$/i;

const EARLIEST = Date.UTC(2000, 0, 1);
const LATEST = Date.UTC(2101, 0, 1);
/** How many of it make a second: no two units have a number in common between the years 2000 and 2100. */
const UNITS = [1, 1e3, 1e6, 1e9] as const;

/**
 * Reads a moment. Allo documents ISO 8601, and sends milliseconds, microseconds and, in samples, no zone at all: without a
 * zone it is UTC, like all of Allo's other times. Others write a space for the `T`, a comma for the point, `+00`, `UTC` or
 * `[UTC]` for the zone, or count seconds, milliseconds or less since 1970, as a number or as text.
 * @returns null when it is no moment between the years 2000 and 2100, or only a date
 */
export function toInstant(value: unknown): Instant | null {
  if (typeof value === 'number') return fromCount(value);
  if (typeof value !== 'string') return null;
  if (AS_WE_WRITE_IT.test(value)) return value as Instant;
  if (value.length > MAX_LENGTH) return null;
  const text = plainText(value)
    .replace(/^["']|["']$/g, '')
    .trim();
  const count = /^(?:\/Date\()?(\d{9,19}(?:[.,]\d{1,9})?)(?:\)\/)?$/.exec(text)?.[1];
  if (count !== undefined) return fromCount(Number(count.replace(',', '.')));
  return instantOf(fromIso(text) ?? fromWords(text));
}

function fromCount(count: number): Instant | null {
  for (const unit of UNITS) {
    const found = instantOf((count / unit) * 1000);
    if (found !== null) return found;
  }
  return null;
}

function fromIso(text: string): number | null {
  const parts = ISO.exec(text)?.groups;
  if (parts === undefined) return null;
  const { utc, sign, zone, name } = parts;
  // A zone's short name says nothing without its distance.
  if (name !== undefined && utc === undefined && sign === undefined) return null;
  // A place's own time is no moment without its rules.
  if (zone !== undefined && utc === undefined && sign === undefined && !UTC_NAMES.test(zone)) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, hours = 0, minutes = 0] = [
    'year',
    'month',
    'day',
    'hour',
    'minute',
    'second',
    'hours',
    'minutes',
  ].map((name) => Number(parts[name] ?? 0));
  const isMidnight = hour === 24 && minute === 0 && second === 0;
  if ((hour > 23 && !isMidnight) || minute > 59 || second > 60 || hours > 18 || minutes > 59) return null;
  const date = new Date(Date.UTC(year, month - 1, day));
  // 31 February is no day, and not the 3rd of March either.
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day || date.getUTCFullYear() !== year)
    return null;
  const offset = (sign === '-' ? -1 : 1) * (hours * 60 + minutes) * 60_000;
  const ms = Number((parts['fraction'] ?? '').slice(0, 3).padEnd(3, '0'));
  return date.getTime() + ((hour * 60 + minute) * 60 + Math.min(second, 59)) * 1000 + ms - offset;
}

function fromWords(text: string): number | null {
  const said = text.replace(YEAR_LAST, '$1 $3 $2 GMT');
  const parts = IN_WORDS.exec(said)?.groups;
  if (parts === undefined) return null;
  return Date.parse(parts['zone']?.trim() === '' ? `${said.replace(/ \([^)]*\)$/, '')} GMT` : said);
}

function instantOf(at: number | null): Instant | null {
  if (at === null || !(at >= EARLIEST && at < LATEST)) return null;
  return new Date(at).toISOString() as Instant;
}
