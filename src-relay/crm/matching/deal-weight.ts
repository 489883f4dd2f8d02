import type { Deal } from '../../../src-shared/allo/parties.ts';
import { plainStatus } from '../../../src-shared/crm/closed.ts';
import { readCloseDate } from '../../../src-shared/crm/close-date.ts';
import { readCurrency, type Currency } from '../../../src-shared/crm/currency.ts';
import type { CalendarDate } from '../../../src-shared/format/calendar-date.ts';
import { withoutEntities } from '../../../src-shared/format/text-entities.ts';
import { tidyLine } from '../../../src-shared/format/tidy-line.ts';
import { isVisible } from '../../../src-shared/format/visible-text.ts';
import { foldText } from '../../../src-shared/history/fold-text.ts';
import type { CrmDeal } from '../contract.ts';

/** `unsaid`: one of the two does not say, or not exactly enough. */
export type Agreement = 'same' | 'unlike' | 'unsaid';

/** What a deal of the CRM has in common with one of Allo's. */
export interface DealWeight {
  readonly title: Agreement;
  readonly amount: Agreement;
  readonly currency: Agreement;
  readonly closeDate: Agreement;
  readonly isClosed: Agreement;
  readonly stage: Agreement;
}

const MAX_TITLE_CHARS = 1000;
/** Half of the smallest coin. */
const AS_GOOD_AS = 0.005;
const DAY_MS = 24 * 3_600_000;

/** @param isClosed whether a stage of Allo's is one of closed deals */
export function weighDeal(ours: Deal, theirs: CrmDeal, isClosed: (status: string) => boolean): DealWeight {
  return {
    title: agree(foldTitle(ours.name), foldTitle(theirs.title)),
    amount: compareAmounts(ours.value, theirs.amount),
    currency: compareCurrencies(readCurrency(ours.currency), readCurrency(theirs.currency)),
    closeDate: compareDates(
      readCloseDate(ours.close_date),
      readCloseDate(theirs.closeDate),
      theirs.isCloseDateVague,
    ),
    isClosed: agree(ours.status === null ? null : isClosed(ours.status), theirs.isClosed),
    stage: agree(stageIn(ours.status), stageIn(theirs.stage)),
  };
}

/** Whether something that both say is not the same. The stage moves, and is written in two ways: it contradicts nothing. */
export function isContradicted({ amount, currency, closeDate, isClosed }: DealWeight): boolean {
  return [amount, currency, closeDate, isClosed].includes('unlike');
}

/** A title as titles are compared; null: there is none. */
export function foldTitle(title: string | null): string | null {
  if (title === null || title.length > MAX_TITLE_CHARS || !isVisible(title)) return null;
  return tidyLine(foldText(tidyLine(withoutEntities(title)))) || null;
}

function stageIn(stage: string | null): string | null {
  return stage === null ? null : plainStatus(stage.slice(0, MAX_TITLE_CHARS)).replaceAll(' ', '') || null;
}

function agree<T>(a: T | null, b: T | null): Agreement {
  if (a === null || b === null) return 'unsaid';
  return a === b ? 'same' : 'unlike';
}

/** Beyond 2^53 a number has lost its last digits: equal ones may be two amounts. */
function compareAmounts(a: number | null, b: number | null): Agreement {
  if (a === null || b === null || !Number.isFinite(a) || !Number.isFinite(b)) return 'unsaid';
  const distance = Math.abs(a - b);
  if (Math.max(Math.abs(a), Math.abs(b)) > Number.MAX_SAFE_INTEGER)
    return distance === 0 ? 'unsaid' : 'unlike';
  return distance <= AS_GOOD_AS ? 'same' : 'unlike';
}

/** A sign that several currencies share says only which it is not. */
function compareCurrencies(a: Currency, b: Currency): Agreement {
  if (a.currency !== null && b.currency !== null) return agree(a.currency, b.currency);
  const [signA, signB] = [signOf(a), signOf(b)];
  return signA !== null && signB !== null && signA !== signB ? 'unlike' : 'unsaid';
}

function signOf({ currency, sign }: Currency): string | null {
  const said = currency === null ? (sign ?? '') : narrowSignOf(currency);
  return /^\p{Sc}$/u.test(said) ? said : null;
}

function narrowSignOf(code: string): string {
  const format = new Intl.NumberFormat('en', {
    style: 'currency',
    currency: code,
    currencyDisplay: 'narrowSymbol',
  });
  return format.formatToParts(0).find(({ type }) => type === 'currency')?.value ?? '';
}

function compareDates(a: CalendarDate | null, b: CalendarDate | null, isVague: boolean): Agreement {
  if (a === null || b === null) return 'unsaid';
  const days = Math.abs(Date.parse(a) - Date.parse(b)) / DAY_MS;
  return days <= (isVague ? 1 : 0) ? 'same' : 'unlike';
}
