import * as v from 'valibot';
import { readCloseDate } from '../../../src-shared/crm/close-date.ts';
import { readCurrency } from '../../../src-shared/crm/currency.ts';
import type { CrmCompany, CrmDeal, CrmPerson } from '../contract.ts';
import { PHONES } from './fields.ts';
import { isIdOf } from './soql.ts';

/** A row of an answer: fields by their names, and records that it refers to as objects of their own. */
type Row = Readonly<Record<string, unknown>>;
const rowSchema = v.record(v.string(), v.unknown());

/** What is made of a row, and whether all of it that tells it from others could be read. */
export interface Made<T> {
  readonly item: T;
  readonly isWhole: boolean;
}

/** @param asked the fields that it must have, empty or not; null: it may leave out what is empty */
export function personOf(
  json: unknown,
  object: 'Contact' | 'Lead',
  { asked, properties }: { readonly asked: readonly string[] | null; readonly properties: readonly string[] },
): Made<CrmPerson> | null {
  const row = rowOf(json);
  const id = idIn(row, object);
  if (row === null || id === null) return null;
  const clues = ['Email', ...PHONES].map((field) => read(row, field));
  const [email, ...numbers] = clues.map(({ text }) => text);
  const companyId = object === 'Contact' ? read(row, 'AccountId') : NOTHING;
  return {
    item: {
      id,
      kind: object === 'Contact' ? 'contact' : 'lead',
      name: read(row, 'Name').text,
      emails: present([email]),
      numbers: present(numbers),
      company:
        companyId.text === null || !isIdOf('Account', companyId.text)
          ? null
          : { id: companyId.text, name: nameAt(row, 'Account') },
      // They must be asked for by their roles.
      dealIds: null,
      owner: nameAt(row, 'Owner'),
      properties: propertiesOf(row, properties),
    },
    isWhole:
      clues.every(({ isOdd }) => !isOdd) &&
      (asked === null || asked.every((field) => field.includes('.') || Object.hasOwn(row, field))),
  };
}

export function companyOf(json: unknown, properties: readonly string[]): Made<CrmCompany> | null {
  const row = rowOf(json);
  const id = idIn(row, 'Account');
  if (row === null || id === null) return null;
  const name = read(row, 'Name').text;
  return {
    item: { id, name, owner: nameAt(row, 'Owner'), properties: propertiesOf(row, properties) },
    isWhole: name !== null,
  };
}

export function dealOf(json: unknown): Made<CrmDeal> | null {
  const row = rowOf(json);
  const id = idIn(row, 'Opportunity');
  if (row === null || id === null) return null;
  const title = read(row, 'Name').text;
  const amount = row['Amount'];
  const isClosed = row['IsClosed'];
  return {
    item: {
      id,
      title,
      amount: typeof amount === 'number' && Number.isFinite(amount) ? amount : null,
      currency: readCurrency(read(row, 'CurrencyIsoCode').text).currency,
      // A day, as it is in Salesforce.
      closeDate: readCloseDate(read(row, 'CloseDate').text),
      isCloseDateVague: false,
      // Its name is the label.
      stage: read(row, 'StageName').text,
      isClosed: typeof isClosed === 'boolean' ? isClosed : null,
      owner: nameAt(row, 'Owner'),
    },
    isWhole: title !== null,
  };
}

/** Which object a row of a search is of. */
export function objectOf(json: unknown): string | null {
  const type = rowOf(rowOf(json)?.['attributes'])?.['type'];
  return typeof type === 'string' ? type : null;
}

/** Whether a lead has become a contact, and which, as far as that is said; null: it is still a lead. */
export function convertedInto(json: unknown): { readonly contact: string | null } | null {
  const row = rowOf(json) ?? {};
  const { text } = read(row, 'ConvertedContactId');
  if (text !== null && isIdOf('Contact', text)) return { contact: text };
  return row['IsConverted'] === true ? { contact: null } : null;
}

function rowOf(json: unknown): Row | null {
  const read = v.safeParse(rowSchema, json);
  return read.success && !Array.isArray(json) ? read.output : null;
}

function idIn(row: Row | null, object: 'Contact' | 'Lead' | 'Account' | 'Opportunity'): string | null {
  const id = row?.['Id'];
  return typeof id === 'string' && isIdOf(object, id) ? id : null;
}

interface Text {
  readonly text: string | null;
  /** It is there, and is no text. */
  readonly isOdd: boolean;
}
const NOTHING: Text = { text: null, isOdd: false };

function read(row: Row, field: string): Text {
  const value = Object.hasOwn(row, field) ? row[field] : null;
  if (value === null || value === undefined) return NOTHING;
  if (typeof value !== 'string') return { text: null, isOdd: true };
  return { text: value.trim() === '' ? null : value, isOdd: false };
}

function nameAt(row: Row, relationship: string): string | null {
  return read(rowOf(row[relationship]) ?? {}, 'Name').text;
}

function propertiesOf(row: Row, names: readonly string[]): Readonly<Record<string, string>> {
  const fields = new Map(Object.entries(row).map(([field, value]) => [field.toLowerCase(), value]));
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = fields.get(name.toLowerCase());
      const isPlain = typeof value === 'number' || typeof value === 'boolean';
      const text = isPlain ? String(value) : read({ value }, 'value').text;
      return text === null ? [] : [[name, text] as const];
    }),
  );
}

function present(texts: readonly (string | null | undefined)[]): readonly string[] {
  return [...new Set(texts.filter((text) => text !== null && text !== undefined))];
}
