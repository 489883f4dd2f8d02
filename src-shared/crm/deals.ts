import type { Deal } from '../allo/parties.ts';
import type { CalendarDate } from '../format/calendar-date.ts';

/** Statuses that mean closed, in English, French, Spanish and German; the admin's list replaces it. */
export const DEFAULT_CLOSED_STAGES: readonly string[] = [
  ['won', 'lost', 'closed', 'closed won', 'closed lost', 'cancelled', 'canceled'],
  ['gagné', 'gagnée', 'perdu', 'perdue', 'fermé', 'fermée', 'clôturé', 'clôturée', 'annulé', 'annulée'],
  ['ganado', 'ganada', 'perdido', 'perdida', 'cerrado', 'cerrada', 'cancelado', 'cancelada'],
  ['gewonnen', 'verloren', 'geschlossen', 'abgeschlossen', 'storniert', 'abgebrochen'],
].flat();

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
 * come last. `today` is the agent's own calendar date; `closedStages` null means the built-in list.
 */
export function rankDeals(
  deals: readonly Deal[],
  today: CalendarDate,
  closedStages: readonly string[] | null,
): RankedDeals {
  const closed = new Set((closedStages ?? DEFAULT_CLOSED_STAGES).map(plain));
  const distinct = [...new Map(deals.map((deal) => [deal.id, deal])).values()];
  const open = distinct.filter((deal) => !closed.has(plain(deal.status ?? '')));
  return {
    open: open
      .map((deal) => {
        const closeDate = calendarDate(deal.close_date);
        return { deal, closeDate, overdue: closeDate !== null && closeDate < today };
      })
      .sort(byUrgency),
    closedCount: distinct.length - open.length,
  };
}

/** The date part of a close date; it has no zone, so it is a calendar date. Null when it is none. */
export function calendarDate(text: string | null): CalendarDate | null {
  const date = text?.slice(0, 10) ?? '';
  return /^\d{4}-\d{2}-\d{2}$/.test(date) && !Number.isNaN(Date.parse(date)) ? date : null;
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

/** "Closed-Won", "closed_won" and "CLOSED WON" are one stage. */
function plain(status: string): string {
  return status
    .normalize('NFC')
    .toLowerCase()
    .replace(/[\s_-]+/g, ' ')
    .trim();
}
