import type { Deal } from '../../../src-shared/allo/parties.ts';
import { fullName } from '../../../src-shared/format/person-name.ts';
import { readableNumber } from '../../../src-shared/format/phone.ts';
import { visibleName } from '../../../src-shared/format/visible-text.ts';
import {
  MAX_CHOICES,
  MAX_LABEL_CHARS,
  type FoundRecord,
  type RecordChoice,
} from '../../../src-shared/crm/records.ts';
import type { CrmCompany, CrmDeal, CrmPerson } from '../contract.ts';
import type { CompanyVerdict } from './company.ts';
import { compareCompanies } from './company-names.ts';
import { foldTitle } from './deal-weight.ts';
import type { DealVerdict } from './deals.ts';
import type { AlloFacts } from './facts.ts';
import { compareNames, nameIn, readName } from './names.ts';
import type { PersonVerdict } from './person.ts';

const AMOUNT = new Intl.NumberFormat('en', { maximumFractionDigits: 2 });

/** What the wire says of a verdict; null: nothing, so that a click searches. */
export function foundPerson(verdict: PersonVerdict, facts: Pick<AlloFacts, 'person'>): FoundRecord | null {
  const name = readName(fullName(facts.person));
  return foundOf(verdict, personLines, (item) => compareNames(name, readName(item.name)) === 'same');
}

export function foundCompany(verdict: CompanyVerdict, facts: Pick<AlloFacts, 'company'>): FoundRecord | null {
  const name = facts.company?.name ?? null;
  return foundOf(verdict, companyLines, (item) => compareCompanies(name, item.name) === 'same');
}

export function foundDeal(verdict: DealVerdict, deal: Deal): FoundRecord | null {
  return foundOf(verdict, dealLines, (item) => foldTitle(deal.name) === foldTitle(item.title));
}

/** What there is to say of a record, the most telling first: the first is its label, the others tell it from its like. */
interface Lines {
  readonly label: string | null;
  /** Always said. */
  readonly hint: readonly string[];
  /** Said when label and hint are another one's too. */
  readonly further: readonly string[];
}

type Answer<Item> =
  | { readonly kind: 'certain'; readonly record: Item }
  | { readonly kind: 'several'; readonly candidates: readonly Item[] }
  | { readonly kind: 'none' | 'unknown' };

interface HasId {
  readonly id: string;
  readonly kind?: CrmPerson['kind'];
}

function foundOf<Item extends HasId>(
  verdict: Answer<Item>,
  linesOf: (item: Item) => Lines,
  isNamedAlike: (item: Item) => boolean,
): FoundRecord | null {
  switch (verdict.kind) {
    case 'certain': {
      const { label } = linesOf(verdict.record);
      const isSaid = label === null || isNamedAlike(verdict.record);
      return { record: { ...idOf(verdict.record), ...(isSaid ? {} : { label }) } };
    }
    case 'several': {
      const choices = choicesOf(verdict.candidates.slice(0, MAX_CHOICES), linesOf);
      const all = verdict.candidates.length;
      return { choices, ...(all > choices.length ? { of: all } : {}) };
    }
    case 'none':
    case 'unknown':
      return null;
  }
}

function choicesOf<Item extends HasId>(
  items: readonly Item[],
  linesOf: (item: Item) => Lines,
): RecordChoice[] {
  const all = items.map((item) => ({ item, lines: linesOf(item) }));
  const most = Math.max(0, ...all.map(({ lines }) => lines.further.length));
  return all.map(({ item, lines }) => {
    for (let more = 0; more <= most; more += 1) {
      const choice = choiceOf(item, lines, more);
      const others = all.filter((other) => other.item !== item);
      if (!others.some((other) => looksAlike(choice, choiceOf(other.item, other.lines, more)))) return choice;
    }
    return choiceOf(item, { ...lines, hint: [`#${item.id}`] }, 0);
  });
}

function choiceOf(item: HasId, { label, hint, further }: Lines, more: number): RecordChoice {
  const second = shown([...hint, ...further.slice(0, more)]);
  return {
    ...idOf(item),
    label: label ?? `#${item.id}`.slice(0, MAX_LABEL_CHARS),
    ...(second === null ? {} : { hint: second }),
  };
}

function looksAlike(a: RecordChoice, b: RecordChoice): boolean {
  return a.label === b.label && a.hint === b.hint && a.kind === b.kind;
}

function idOf({ id, kind }: HasId): HasId {
  return { id, ...(kind === undefined ? {} : { kind }) };
}

/** One line of plain text; null when nothing is to be seen. */
export function shown(parts: readonly (string | null)[]): string | null {
  const visible = parts.flatMap((part) => visibleName(part ?? '', MAX_LABEL_CHARS) ?? []);
  return visible.length === 0 ? null : visibleName(visible.join(' · '), MAX_LABEL_CHARS);
}

function personLines({ name, emails, numbers, company }: CrmPerson): Lines {
  const address = shown([[...emails].sort()[0] ?? null]);
  const number = shown([readableNumber([...numbers].sort()[0])?.display ?? null]);
  const called = nameIn(name) === null ? null : shown([name]);
  const [label, ...rest] = [called, address, number].filter((line) => line !== null);
  const house = shown([company?.name ?? null]);
  const [first, ...others] = [house, ...rest].filter((line) => line !== null);
  return { label: label ?? null, hint: first === undefined ? [] : [first], further: others };
}

function companyLines({ name }: Pick<CrmCompany, 'id' | 'name'>): Lines {
  return { label: shown([name]), hint: [], further: [] };
}

function dealLines({ title, stage, amount, currency, closeDate, owner }: CrmDeal): Lines {
  const price = amount === null || !Number.isFinite(amount) ? null : `${grouped(amount)} ${currency ?? ''}`;
  return {
    label: shown([title]),
    hint: [stage, price].filter((line) => line !== null),
    further: [closeDate, owner].filter((line) => line !== null),
  };
}

/** As every language reads it: the relay does not know which the app speaks. */
function grouped(amount: number): string {
  return AMOUNT.format(amount).replaceAll(',', ' ');
}
