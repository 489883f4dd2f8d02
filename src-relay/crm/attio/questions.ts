import type { Clues } from '../contract.ts';
import { companyAsking } from '../matching/company-names.ts';
import { isRecordId } from './values.ts';

/*
 * Bodies of `records/query`. What comes from outside is only ever a JSON string in the place of a value.
 * https://docs.attio.com/rest-api/guides/filtering-and-sorting
 */

export interface Question {
  readonly filter: object;
  readonly limit: number;
  readonly offset: number;
}

/** So many e-mails and so many numbers are asked for in one filter. */
export const MAX_CLUES = 10;

/** Whoever has one of the e-mails or numbers; null: there is nothing to ask for. Numbers are stored as E.164. */
export function peopleWith({ emails, numbers }: Clues, limit: number): Question | null {
  const either = [
    ...emails.slice(0, MAX_CLUES).map((email) => ({ email_addresses: { $eq: email } })),
    ...numbers.slice(0, MAX_CLUES).map((number) => ({ phone_numbers: { $eq: number } })),
  ];
  return either.length === 0 ? null : { filter: { $or: either }, limit, offset: 0 };
}

/**
 * Names that differ in case or legal form must come along, or a twin stays unseen: `$contains` minds no case, `$eq` does, and
 * one word of the name is in all of them.
 */
export function companiesCalled(name: string, limit: number): Question | null {
  const part = companyAsking(name)?.word;
  return part === undefined ? null : { filter: { name: { $contains: part } }, limit, offset: 0 };
}

/**
 * Deals of the person or of the company; null: neither has an id of Attio's. A reference needs object and id, each named:
 * the bare id is refused with "Filter cannot omit field".
 */
export function dealsOf(personId: string, companyId: string | null, limit: number): Question | null {
  const either = [
    ...(isRecordId(personId) ? [{ associated_people: referenceIs('people', personId) }] : []),
    ...(companyId !== null && isRecordId(companyId)
      ? [{ associated_company: referenceIs('companies', companyId) }]
      : []),
  ];
  return either.length === 0 ? null : { filter: { $or: either }, limit, offset: 0 };
}

function referenceIs(object: 'people' | 'companies', id: string): object {
  return { target_object: object, target_record_id: { $eq: id } };
}
