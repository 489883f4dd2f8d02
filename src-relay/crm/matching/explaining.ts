import type { CrmCompany, CrmDeal, CrmPerson } from '../contract.ts';
import { shown } from './choices.ts';
import type { CompanyBasis, CompanyDoubt, CompanyVerdict, CompanyWeight } from './company.ts';
import type { DealWeight } from './deal-weight.ts';
import type { DealBasis, DealDoubt, DealVerdict } from './deals.ts';
import type { PersonBasis, PersonDoubt, PersonVerdict } from './person.ts';
import type { PersonWeight } from './person-weight.ts';
import type { Unknown, Verdict } from './verdict.ts';

/** A verdict in plain words, for the admin's terminal: what it is by which rule, then each record and what it has in common. */
export interface Explanation {
  readonly rule: string;
  readonly records: readonly string[];
}

const MOST_RECORDS = 20;

export function explainPerson(verdict: PersonVerdict): Explanation {
  return explain(verdict, PERSON_BASES, PERSON_DOUBTS, personWords, personNamed);
}

export function explainCompany(verdict: CompanyVerdict): Explanation {
  return explain(verdict, COMPANY_BASES, COMPANY_DOUBTS, companyWords, companyNamed);
}

export function explainDeal(verdict: DealVerdict): Explanation {
  return explain(verdict, DEAL_BASES, DEAL_DOUBTS, dealWords, dealNamed);
}

const PERSON_BASES: Record<PersonBasis, string> = {
  id: 'Allo names this record by its id, and what else is known agrees',
  email: 'nobody else has the e-mail address',
  number: 'nobody else has the number',
  'tail-and-name': 'nobody else has the last digits of the number together with the name',
  'email-of-several': 'of several, only this one has the e-mail address',
  'name-of-several': 'of several, only this one has the whole name',
};
const PERSON_DOUBTS: Record<PersonDoubt, string> = {
  cut: 'the CRM may have more than it gave',
  contradicted: 'the only one there is has another name, or too little in common',
  shared: 'several have the number or the address, and nothing singles one out',
};
const COMPANY_BASES: Record<CompanyBasis, string> = {
  'of-the-person': 'it is the company of the contact',
  name: 'nobody else has the name',
};
const COMPANY_DOUBTS: Record<CompanyDoubt, string> = {
  cut: 'the CRM may have more than it gave',
  contradicted: 'the company of the contact has another name',
  shared: 'several have the name',
};
const DEAL_BASES: Record<DealBasis, string> = {
  title: 'nobody else has the title, and nothing contradicts',
  'amount-and-date-of-several': 'of several with the title, only this one has the amount and the close date',
};
const DEAL_DOUBTS: Record<DealDoubt, string> = {
  cut: 'the CRM may have more than it gave',
  contradicted: 'the title is the same and something else is not',
  shared: 'several have the title, and nothing singles one out',
  'other-title': 'amount, currency, close date and stage are the same, and the title is not',
};
const UNKNOWN: Record<Unknown, string> = {
  'not-asked': 'unknown: it was not asked',
  cut: 'unknown: the CRM may have more than it gave, and nothing of that fits',
};

function explain<Item, Basis extends string, Doubt extends string, Weight>(
  verdict: Verdict<Item, Basis, Doubt, Weight>,
  bases: Readonly<Record<Basis, string>>,
  doubts: Readonly<Record<Doubt, string>>,
  wordsOf: (weight: Weight) => readonly string[],
  nameOf: (item: Item) => string,
): Explanation {
  const records = verdict.weighed.slice(0, MOST_RECORDS).map(({ item, weight }) => {
    const words = wordsOf(weight);
    return `${nameOf(item)}: ${words.length === 0 ? 'nothing in common' : words.join(', ')}`;
  });
  return { rule: ruleOf(), records };

  function ruleOf(): string {
    switch (verdict.kind) {
      case 'certain':
        return `certain: ${bases[verdict.basis]}`;
      case 'several': {
        const count = verdict.candidates.length;
        return `${count === 1 ? 'one that may be it' : `${count} that may be it`}: ${doubts[verdict.doubt]}`;
      }
      case 'none':
        return 'none: the CRM has nothing like it';
      case 'unknown':
        return UNKNOWN[verdict.why];
    }
  }
}

function personNamed({ id, kind, name }: CrmPerson): string {
  return `${kind} ${id}, ${shown([name]) ?? 'without a name'}`;
}

function companyNamed({ id, name }: Pick<CrmCompany, 'id' | 'name'>): string {
  return `company ${id}, ${shown([name]) ?? 'without a name'}`;
}

function dealNamed({ id, title }: CrmDeal): string {
  return `deal ${id}, ${shown([title]) ?? 'without a title'}`;
}

function personWords({ isNamed, email, number, name, company }: PersonWeight): readonly string[] {
  return [
    isNamed ? 'named by Allo' : null,
    {
      own: 'same e-mail address',
      desk: 'same e-mail address of a desk',
      other: 'OTHER e-mail address',
      none: null,
    }[email],
    { full: 'same number', tail: 'same last digits of the number', none: null }[number],
    { same: 'same name', fits: 'name fits', unlike: 'OTHER name', unsaid: null }[name],
    { same: 'same company', fits: 'company fits', unlike: 'OTHER company', unsaid: null }[company],
  ].filter((word) => word !== null);
}

function companyWords({ isOfPerson, name }: CompanyWeight): readonly string[] {
  return [
    isOfPerson ? 'company of the contact' : null,
    { same: 'same name', fits: 'name fits', unlike: 'OTHER name', unsaid: null }[name],
  ].filter((word) => word !== null);
}

function dealWords(weight: DealWeight): readonly string[] {
  const parts = [
    ['title', weight.title],
    ['amount', weight.amount],
    ['currency', weight.currency],
    ['close date', weight.closeDate],
    ['stage', weight.stage],
    ['state (open or closed)', weight.isClosed],
  ] as const;
  return parts.flatMap(([what, agreement]) =>
    agreement === 'unsaid' ? [] : [`${agreement === 'same' ? 'same' : 'OTHER'} ${what}`],
  );
}
