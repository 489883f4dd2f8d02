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

/** A deal as it is compared: read once, since each is compared with many. */
export interface DealReading {
  readonly title: string | null;
  readonly amount: number | null;
  readonly currency: Currency;
  readonly closeDate: CalendarDate | null;
  readonly isCloseDateVague: boolean;
  readonly isClosed: boolean | null;
  readonly stage: string | null;
}

/** @param isClosed whether a stage of Allo's is one of closed deals */
export function readOurs(deal: Deal, isClosed: (status: string) => boolean): DealReading {
  const { name, value, currency, close_date: closeDate, status } = deal;
  return {
    title: foldTitle(name),
    amount: value,
    currency: readCurrency(currency),
    closeDate: readCloseDate(closeDate),
    isCloseDateVague: false,
    isClosed: status === null ? null : isClosed(status),
    stage: foldStage(status),
  };
}

export function readTheirs({ title, currency, closeDate, stage, ...deal }: CrmDeal): DealReading {
  return {
    ...deal,
    title: foldTitle(title),
    currency: readCurrency(currency),
    closeDate: readCloseDate(closeDate),
    stage: foldStage(stage),
  };
}

export function weighDeal(ours: DealReading, theirs: DealReading): DealWeight {
  return {
    title: agree(ours.title, theirs.title),
    amount: compareAmounts(ours.amount, theirs.amount),
    currency: compareCurrencies(ours.currency, theirs.currency),
    closeDate: compareDates(ours.closeDate, theirs.closeDate, theirs.isCloseDateVague),
    isClosed: agree(ours.isClosed, theirs.isClosed),
    stage: agree(ours.stage, theirs.stage),
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

function foldStage(stage: string | null): string | null {
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
  // The code's sign last: it takes longest.
  const [first, second] = a.currency === null ? [a, b] : [b, a];
  const sign = signOf(first);
  const other = sign === null ? null : signOf(second);
  return other === null || sign === other ? 'unsaid' : 'unlike';
}

function signOf({ currency, sign }: Currency): string | null {
  const said = currency === null ? (sign ?? '') : narrowSignOf(currency);
  return /^\p{Sc}$/u.test(said) ? said : null;
}

/** By its code: finding one out takes a tenth of a millisecond, and each deal of Allo's is compared with each of the CRM's. */
const narrowSigns = new Map<string, string>();
/** There are some 300 currencies; any three letters look like one. */
const MOST_SIGNS = 400;

function narrowSignOf(code: string): string {
  const known = narrowSigns.get(code);
  if (known !== undefined) return known;
  const sign = readNarrowSign(code);
  if (narrowSigns.size < MOST_SIGNS) narrowSigns.set(code, sign);
  return sign;
}

function readNarrowSign(code: string): string {
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
