import { isClosedStatus } from '../../../src-shared/crm/closed.ts';
import { readCloseDate } from '../../../src-shared/crm/close-date.ts';
import { readCurrency } from '../../../src-shared/crm/currency.ts';
import type { CrmCompany, CrmDeal, CrmPerson } from '../contract.ts';
import { anyTextOf, isFieldName, lookupOf, numberOf, textOf, textsOf, type ZohoRecord } from './fields.ts';

export const EMAIL_FIELDS = ['Email', 'Secondary_Email'] as const;
export const NUMBER_FIELDS = ['Phone', 'Mobile', 'Home_Phone', 'Other_Phone', 'Asst_Phone'] as const;
const NAME_FIELDS = ['Full_Name', 'First_Name', 'Last_Name'] as const;
export const PERSON_FIELDS = {
  contact: [...NAME_FIELDS, ...EMAIL_FIELDS, ...NUMBER_FIELDS, 'Account_Name', 'Owner'],
  lead: [...NAME_FIELDS, ...EMAIL_FIELDS, 'Phone', 'Mobile', 'Owner'],
} as const;
export const COMPANY_FIELDS = ['Account_Name', 'Owner'] as const;

/** The names of users, by their ids. */
export type Users = ReadonlyMap<string, string>;
/** Whether deals of a stage are closed, by the stage's name. */
export type Stages = ReadonlyMap<string, boolean>;
/** What the organisation counts in. */
export interface Currencies {
  readonly isSeveral: boolean;
  /** ISO 4217. */
  readonly home: string | null;
}

/** What is made of a record, and whether all of it that tells it from others could be read. */
export interface Made<T> {
  readonly item: T;
  readonly isWhole: boolean;
}

export function personOf(
  record: ZohoRecord,
  kind: CrmPerson['kind'],
  users: Users,
  names: readonly string[],
): Made<CrmPerson> {
  const emails = textsOf(record, EMAIL_FIELDS);
  const numbers = textsOf(record, NUMBER_FIELDS);
  return {
    item: {
      id: record.id,
      kind,
      name: nameOf(record),
      emails: emails.items,
      numbers: numbers.items,
      // A lead's company is a name, not yet a record.
      company: kind === 'lead' ? null : lookupOf(record, 'Account_Name'),
      dealIds: kind === 'lead' ? { items: [], isComplete: true } : null,
      owner: ownerOf(record, users),
      properties: propertiesOf(record, names),
    },
    isWhole: emails.isComplete && numbers.isComplete,
  };
}

/** A lead that became a contact is that contact. */
export function isConverted(record: ZohoRecord): boolean {
  return record['$converted'] === true || record['Converted__s'] === true;
}

export function companyOf(record: ZohoRecord, users: Users, names: readonly string[]): Made<CrmCompany> {
  const name = textOf(record, 'Account_Name');
  return {
    item: {
      id: record.id,
      name,
      owner: ownerOf(record, users),
      properties: propertiesOf(record, names),
    },
    isWhole: name !== null,
  };
}

export interface DealParts {
  readonly users: Users;
  readonly stages: Stages;
  readonly currencies: Currencies;
}

export function dealOf(record: ZohoRecord, { users, stages, currencies }: DealParts): Made<CrmDeal> {
  const title = textOf(record, 'Deal_Name');
  const stage = textOf(record, 'Stage');
  const own = readCurrency(textOf(record, 'Currency')).currency;
  return {
    item: {
      id: record.id,
      title,
      amount: numberOf(record, 'Amount'),
      currency: own ?? (currencies.isSeveral ? null : currencies.home),
      closeDate: readCloseDate(textOf(record, 'Closing_Date')),
      isCloseDateVague: false,
      stage,
      isClosed: stage === null ? null : (stages.get(stage) ?? isClosedStatus(stage)),
      owner: ownerOf(record, users),
    },
    isWhole: title !== null,
  };
}

/** Whom and what a deal is of. */
export function partiesOf(record: ZohoRecord): readonly (string | undefined)[] {
  return [lookupOf(record, 'Contact_Name')?.id, lookupOf(record, 'Account_Name')?.id];
}

/** Two readings of one person, as a search and a query have them: what either has. */
export function joined(a: CrmPerson, b: CrmPerson): CrmPerson {
  const company = a.company ?? b.company;
  return {
    ...a,
    name: a.name ?? b.name,
    emails: [...new Set([...a.emails, ...b.emails])],
    numbers: [...new Set([...a.numbers, ...b.numbers])],
    company: company === null ? null : { id: company.id, name: company.name ?? b.company?.name ?? null },
    owner: a.owner ?? b.owner,
    properties: { ...b.properties, ...a.properties },
  };
}

function nameOf(record: ZohoRecord): string | null {
  const parts = [textOf(record, 'First_Name'), textOf(record, 'Last_Name')].filter((part) => part !== null);
  return textOf(record, 'Full_Name') ?? (parts.length === 0 ? null : parts.join(' '));
}

function ownerOf(record: ZohoRecord, users: Users): string | null {
  const owner = lookupOf(record, 'Owner');
  return owner === null ? null : (owner.name ?? users.get(owner.id) ?? null);
}

function propertiesOf(record: ZohoRecord, names: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    names.filter(isFieldName).flatMap((name) => {
      const text = anyTextOf(record, name);
      return text === null ? [] : [[name, text] as const];
    }),
  );
}
