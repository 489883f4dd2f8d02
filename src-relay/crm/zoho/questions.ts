import type { Clues } from '../contract.ts';
import { companyAsking } from '../matching/company-names.ts';
import { isFieldName, isZohoId } from './fields.ts';
import { COMPANY_FIELDS, PERSON_FIELDS } from './records.ts';
import { typedSpellings } from '../typed-spellings.ts';

export type Module = 'Contacts' | 'Leads';

export const PEOPLE_A_PAGE = 50;
export const DEALS_A_PAGE = 200;
/** So many are looked for in one query: it takes 50 values of each kind, and a number has up to 16 spellings. */
export const MAX_EMAILS = 20;
export const MAX_NUMBERS = 3;

/** The query of a search in which a value is a parameter of its own: it has no structure that a value could change. */
export function peopleSearch(
  by: { readonly email: string } | { readonly phone: string },
  module: Module,
  properties: readonly string[],
): Readonly<Record<string, string>> {
  const fields = [
    ...PERSON_FIELDS[module === 'Leads' ? 'lead' : 'contact'],
    ...properties.filter(isFieldName),
  ];
  return { ...by, fields: [...new Set(fields)].join(','), per_page: String(PEOPLE_A_PAGE), page: '1' };
}

/**
 * The accounts whose name begins with the first word of this one, in any case and with any legal form, so that no twin stays
 * unseen; null: there is nothing to look for, or it begins with a legal form, which its twin may end with.
 * Brackets, commas and backslashes would belong to the criterion; a word has none.
 * https://www.zoho.com/crm/developer/docs/api/v8/search-records.html
 */
export function accountsSearch(
  name: string,
  properties: readonly string[],
): Readonly<Record<string, string>> | null {
  const value = companyAsking(name)?.start?.slice(0, 100) ?? null;
  if (value === null) return null;
  const fields = new Set([...COMPANY_FIELDS, ...properties.filter(isFieldName)]);
  return {
    criteria: `(Account_Name:starts_with:${value})`,
    fields: [...fields].join(','),
    per_page: String(PEOPLE_A_PAGE),
    page: '1',
  };
}

/** What stands in a query as it is: neither quotes nor backslashes, which end or change a text, are among it. */
export function isPlainEmail(email: string): boolean {
  return PLAIN_EMAIL.test(email);
}
const PLAIN_EMAIL = /^[a-z0-9.!#$%&*+/=?^_{|}~-]{1,64}@[a-z0-9.-]{1,190}$/i;

/**
 * Whoever has one of the e-mails, or of the numbers in a usual spelling, as it is stored right now; null: nothing of it can
 * be looked for in this way. https://www.zoho.com/crm/developer/docs/api/v8/COQL-Overview.html
 */
export function peopleQuery(module: Module, { emails, numbers }: Clues): string | null {
  const plain = emails.filter(isPlainEmail).slice(0, MAX_EMAILS);
  const typed = numbers.slice(0, MAX_NUMBERS).flatMap(typedSpellings);
  const conditions = [
    ...(plain.length === 0 ? [] : ['Email', 'Secondary_Email'].map((field) => isOneOf(field, plain))),
    ...(typed.length === 0 ? [] : ['Phone', 'Mobile'].map((field) => isOneOf(field, typed))),
  ];
  if (conditions.length === 0) return null;
  const company = module === 'Contacts' ? ', Account_Name' : '';
  // Zoho takes conditions in pairs only.
  const where = conditions.reduce((before, one) => `(${before} or ${one})`);
  return `select id, Full_Name, First_Name, Last_Name, Email, Secondary_Email, Phone, Mobile${company}, Owner from ${module} where ${where} limit ${PEOPLE_A_PAGE}`;
}

/** Deals of the contact or of the account; null: neither has an id of Zoho's. @param page from 0 */
export function dealsQuery(
  contactId: string | null,
  accountId: string | null,
  { isSeveral, page }: { readonly isSeveral: boolean; readonly page: number },
): string | null {
  const conditions = [
    ...(contactId !== null && isZohoId(contactId) ? [`Contact_Name = '${contactId}'`] : []),
    ...(accountId !== null && isZohoId(accountId) ? [`Account_Name = '${accountId}'`] : []),
  ];
  const [first, second] = conditions;
  if (first === undefined) return null;
  const where = second === undefined ? first : `(${first} or ${second})`;
  // The field is there only where there are several currencies.
  const currency = isSeveral ? ', Currency' : '';
  return `select id, Deal_Name, Amount${currency}, Stage, Closing_Date, Owner, Contact_Name, Account_Name from Deals where ${where} order by id desc limit ${DEALS_A_PAGE} offset ${page * DEALS_A_PAGE}`;
}

function isOneOf(field: string, values: readonly string[]): string {
  return `${field} in (${values.map((value) => `'${value}'`).join(', ')})`;
}
