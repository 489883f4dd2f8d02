import { sameNumber } from '../format/number-key.ts';
import type { CallKey } from '../brand.ts';
import { calendarDay, type CalendarDate } from '../format/calendar-date.ts';
import { isMissed } from './filters.ts';
import type { HistoryRow } from './rows.ts';

/** One line of the list, top to bottom. */
export type HistoryItem = DayItem | CallItem;

export interface DayItem {
  readonly kind: 'day';
  readonly day: CalendarDate;
  /** When its newest call began. */
  readonly at: number;
  /** Calls of that day, folded ones too. */
  readonly calls: number;
}

export interface CallItem {
  readonly kind: 'call';
  readonly row: HistoryRow;
  /** For the newest of several missed calls of one number. */
  readonly repeats: Repeats | null;
  /** For one of the earlier ones: the newest. */
  readonly under: CallKey | null;
}

/** "Called 3 times, 09:12–09:20". */
export interface Repeats {
  readonly count: number;
  readonly firstAt: number;
  readonly lastAt: number;
  /** All but the newest. */
  readonly earlier: readonly CallKey[];
  readonly opened: boolean;
  /** Names the series as long as its oldest call is kept: newer calls join it. */
  readonly series: CallKey;
}

/**
 * The list: newest first under its days by this machine's calendar. Missed calls of one number on one day fold into
 * the newest, up to a call of that number that was no missed one. Every row is there once, but for folded ones.
 * @param rows newest first
 * @param opened series that are shown in full
 */
export function layOut(rows: readonly HistoryRow[], opened: ReadonlySet<CallKey>): readonly HistoryItem[] {
  const items: HistoryItem[] = [];
  for (const day of daysOf(rows)) {
    const [newest] = day.rows;
    if (newest === undefined) continue;
    items.push({ kind: 'day', day: day.day, at: newest.startedAt, calls: day.rows.length });
    for (const series of seriesOf(day.rows)) items.push(...itemsOf(series, opened));
  }
  return items;
}

interface Day {
  readonly day: CalendarDate;
  readonly rows: HistoryRow[];
}

function daysOf(rows: readonly HistoryRow[]): readonly Day[] {
  const days: Day[] = [];
  let begins = Infinity;
  for (const row of rows) {
    const last = days.at(-1);
    if (last !== undefined && row.startedAt >= begins) last.rows.push(row);
    else {
      days.push({ day: calendarDay(row.startedAt), rows: [row] });
      begins = new Date(row.startedAt).setHours(0, 0, 0, 0);
    }
  }
  return days;
}

/** Each call with the missed ones that fold into it, in the order of the newest of each. */
function seriesOf(rows: readonly HistoryRow[]): readonly HistoryRow[][] {
  const all: HistoryRow[][] = [];
  const going = new Map<string, HistoryRow[]>();
  for (const row of rows) {
    const { tail } = row.numberKey;
    const series = tail === null ? undefined : going.get(tail);
    if (series !== undefined && isMissed(row) && isSameNumber(series, row)) {
      series.push(row);
      continue;
    }
    const own = [row];
    all.push(own);
    if (tail === null) continue;
    if (isMissed(row)) going.set(tail, own);
    else going.delete(tail);
  }
  return all;
}

/** Somebody abroad may have the same last digits. */
function isSameNumber(series: readonly HistoryRow[], row: HistoryRow): boolean {
  return series.every((one) => sameNumber(one.numberKey, row.numberKey) !== null);
}

function itemsOf(series: readonly HistoryRow[], opened: ReadonlySet<CallKey>): readonly CallItem[] {
  const [newest, ...earlier] = series;
  const oldest = series.at(-1);
  if (newest === undefined || oldest === undefined) return [];
  if (earlier.length === 0) return [{ kind: 'call', row: newest, repeats: null, under: null }];
  const repeats = {
    count: series.length,
    firstAt: oldest.startedAt,
    lastAt: newest.startedAt,
    earlier: earlier.map(({ key }) => key),
    opened: opened.has(oldest.key),
    series: oldest.key,
  };
  return [
    { kind: 'call', row: newest, repeats, under: null },
    ...(repeats.opened
      ? earlier.map((row) => ({ kind: 'call', row, repeats: null, under: newest.key }) as const)
      : []),
  ];
}
