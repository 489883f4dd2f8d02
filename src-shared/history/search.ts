import { readNumber } from '../format/phone.ts';
import { plainText } from '../format/plain-digits.ts';
import { foldText } from './fold-text.ts';
import type { HistoryRow } from './rows.ts';
import { bitsOf, mayHave, signatureOf, type Signature, type SignatureBits } from './signature.ts';

/** One thing that a call must have, in any of its spellings, folded. */
export interface SearchTerm {
  readonly kind: 'word' | 'number';
  readonly spellings: readonly string[];
}

/** Every term must be found; without any, every call is. */
export type Search = readonly SearchTerm[];

/** What a search found among `rows`, in their order. */
export interface Found {
  readonly rows: readonly HistoryRow[];
  readonly search: Search;
  readonly found: readonly HistoryRow[];
}

/** As it is copied out of a page or another program. */
const URI = /^\s*(?:tel|sips?|callto|whatsapp):/i;
const DIGITS_AND_SIGNS = /^[+(]?[\d().\-/]*\d[\d().\-/]*$/;

/**
 * Reads what somebody typed: words, and numbers in any grouping. "06 12 34", "+33 (0)6" and "0612-34" are one term
 * each, and stay findable as they were typed, for dates and amounts.
 */
export function readSearch(text: string): Search {
  const uri = URI.test(text) ? readNumber(text).e164 : null;
  const tokens = foldText(uri ?? text)
    .split(' ')
    .filter((token) => token !== '');
  const terms: SearchTerm[] = [];
  let number: string[] = [];
  const endNumber = () => {
    if (number.length > 0) terms.push(numberTerm(number.join(' ')));
    number = [];
  };
  for (const token of tokens) {
    const isDigits = DIGITS_AND_SIGNS.test(plainText(token));
    if (plainText(token).startsWith('+') || !isDigits) endNumber();
    if (isDigits) number.push(token);
    else terms.push({ kind: 'word', spellings: [token] });
  }
  endNumber();
  return terms;
}

/** Gets rows ready before anybody types: about 30 ms for a thousand calls with long transcripts. */
export function prepareSearch(rows: readonly HistoryRow[]): void {
  for (const row of rows) signatureFor(row);
}

/** Finds the calls that have every term. `last`: an earlier find; what it settled is not looked at again. */
export function searchCalls(rows: readonly HistoryRow[], search: Search, last: Found | null = null): Found {
  if (search.length === 0) return { rows, search, found: rows };
  if (last === null || last.rows !== rows || !narrows(search, last.search))
    return { rows, search, found: havingAll(rows, search) };
  const settled = new Set(last.search.map(nameOf));
  const open = search.filter((term) => !settled.has(nameOf(term)));
  return { rows, search, found: open.length === 0 ? last.found : havingAll(last.found, open) };
}

/** Whether a row shows what makes it a find; else it is in its transcript, note or the rest of its summary. */
export function isSeen(row: HistoryRow, search: Search): boolean {
  const { name, company, number, line, owner, summary } = row;
  const shown = foldText(
    [name, company, number, line, owner, summary].filter((part) => part !== null).join('\n'),
  );
  return search.every(
    ({ kind, spellings }) => kind === 'number' || spellings.some((spelling) => shown.includes(spelling)),
  );
}

/** Whether every call that has all of `search` also has all of `before`. */
function narrows(search: Search, before: Search): boolean {
  return before.every((old) =>
    search.some((term) =>
      term.spellings.every((spelling) => old.spellings.some((part) => spelling.includes(part))),
    ),
  );
}

interface Wanted {
  readonly text: string;
  readonly bits: SignatureBits;
}

function havingAll(rows: readonly HistoryRow[], search: Search): readonly HistoryRow[] {
  const wanted = search.map(({ spellings }) => spellings.map((text) => ({ text, bits: bitsOf(text) })));
  return rows.filter((row) => wanted.every((spellings) => hasAny(row, spellings)));
}

function hasAny(row: HistoryRow, spellings: readonly Wanted[]): boolean {
  const signature = signatureFor(row);
  return spellings.some(({ text, bits }) => mayHave(signature, bits) && row.haystack.includes(text));
}

function nameOf({ spellings }: SearchTerm): string {
  return spellings.join('\n');
}

function numberTerm(typed: string): SearchTerm {
  const plain = plainText(typed);
  const bare = plain.startsWith('+') ? plain.replace('(0)', '') : plain;
  const digits = bare.replace(/\D/g, '');
  const joined = bare.startsWith('+') ? `+${digits}` : digits;
  return { kind: 'number', spellings: joined === typed ? [joined] : [joined, typed] };
}

const signatures = new WeakMap<HistoryRow, Signature>();

/** Of a row's haystack; made once for each. */
function signatureFor(row: HistoryRow): Signature {
  let signature = signatures.get(row);
  if (signature === undefined) {
    signature = signatureOf(row.haystack);
    signatures.set(row, signature);
  }
  return signature;
}
