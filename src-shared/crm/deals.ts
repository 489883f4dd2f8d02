import type { Deal } from '../allo/parties.ts';
import type { CalendarDate } from '../format/calendar-date.ts';
import { isClosedStatus, plainStatus } from './closed.ts';
import { readCloseDate } from './close-date.ts';

export interface RankedDeals {
  /** Open ones, the most pressing first. */
  readonly open: readonly RankedDeal[];
  readonly closedCount: number;
}

export interface RankedDeal {
  readonly deal: Deal;
  readonly closeDate: CalendarDate | null;
  readonly overdue: boolean;
}

/**
 * The open deals, ranked: overdue close date, then nearest close date, then value; those without a date or value
 * come last. `today` is the agent's own calendar date; `closedStages` null means the built-in rule.
 */
export function rankDeals(
  deals: readonly Deal[],
  today: CalendarDate,
  closedStages: readonly string[] | null,
): RankedDeals {
  const isClosed = closedBy(closedStages);
  const distinct = [...new Map(deals.map((deal) => [deal.id, deal])).values()];
  const open = distinct.filter(({ status }) => status === null || !isClosed(status));
  return {
    open: open
      .map((deal) => {
        const closeDate = readCloseDate(deal.close_date);
        return { deal, closeDate, overdue: closeDate !== null && closeDate < today };
      })
      .sort(byUrgency),
    closedCount: distinct.length - open.length,
  };
}

/** Whether a status is a closed deal's, as `closedStages` says; null means the built-in rule. */
export function closedBy(closedStages: readonly string[] | null): (status: string) => boolean {
  return closedStages === null ? isClosedStatus : oneOf(closedStages);
}

/** By their words, so that "Closed-Won", "closed_won" and "3. CLOSED WON" are one stage; one without words, as it is. */
function oneOf(stages: readonly string[]): (status: string) => boolean {
  const known = new Set(stages.map(wordsOf));
  return (status) => known.has(wordsOf(status));
}

function wordsOf(stage: string): string {
  return plainStatus(stage) || stage.trim();
}

/** An overdue date lies before every other, so one order of dates serves both. */
function byUrgency(a: RankedDeal, b: RankedDeal): number {
  return (
    compare(a.closeDate ?? '9999', b.closeDate ?? '9999') ||
    (b.deal.value ?? -Infinity) - (a.deal.value ?? -Infinity) ||
    compare(a.deal.id, b.deal.id)
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
