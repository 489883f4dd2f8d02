import * as v from 'valibot';
import { isClosedStatus } from '../../../src-shared/crm/closed.ts';
import { readCloseDate } from '../../../src-shared/crm/close-date.ts';
import { readCurrency } from '../../../src-shared/crm/currency.ts';
import type { CrmCompany, CrmDeal, CrmPerson } from '../contract.ts';
import {
  type AttioValues,
  emailIn,
  firstOf,
  isRecordId,
  memberIn,
  nameIn,
  numberIn,
  referenceTo,
  textIn,
  textOf,
  titleIn,
  valuesOf,
} from './values.ts';

/** https://docs.attio.com/rest-api/endpoint-reference/records/get-a-record */
const recordSchema = v.object({
  id: v.object({ record_id: v.pipe(v.string(), v.check(isRecordId)) }),
  values: v.record(v.string(), v.unknown()),
});
type AttioRecord = v.InferOutput<typeof recordSchema>;

/** Null: it cannot be read. */
export function readRecord(json: unknown): AttioRecord | null {
  const read = v.safeParse(recordSchema, json);
  return read.success ? read.output : null;
}

/** The names of members of the workspace, by their ids. */
export type Members = ReadonlyMap<string, string>;

/** What is made of a record, and whether all of it that tells it from others could be read. */
export interface Made<T> {
  readonly item: T;
  readonly isWhole: boolean;
}

export function personOf(
  { id, values }: AttioRecord,
  members: Members,
  slugs: readonly string[],
): Made<CrmPerson> {
  const emails = valuesOf(values, 'email_addresses', emailIn);
  const numbers = valuesOf(values, 'phone_numbers', numberIn);
  const companies = valuesOf(values, 'company', referenceTo('companies'));
  const [company] = companies.items;
  return {
    item: {
      id: id.record_id,
      kind: 'contact',
      name: firstOf(values, 'name', nameIn),
      emails: emails.items,
      numbers: numbers.items,
      // Where a workspace allows several, none of them is the primary one.
      company: company === undefined || companies.items.length > 1 ? null : { id: company, name: null },
      dealIds: valuesOf(values, 'associated_deals', referenceTo('deals')),
      owner: ownerOf(values, members),
      properties: propertiesOf(values, slugs),
    },
    isWhole: emails.isComplete && numbers.isComplete,
  };
}

export function companyOf(
  { id, values }: AttioRecord,
  members: Members,
  slugs: readonly string[],
): Made<CrmCompany> {
  const name = firstOf(values, 'name', nameIn);
  return {
    item: {
      id: id.record_id,
      name,
      owner: ownerOf(values, members),
      properties: propertiesOf(values, slugs),
    },
    isWhole: name !== null,
  };
}

export function dealOf({ id, values }: AttioRecord, members: Members): Made<CrmDeal> {
  const title = firstOf(values, 'name', nameIn);
  const stage = firstOf(values, 'stage', titleIn);
  return {
    item: {
      id: id.record_id,
      title,
      ...valueOf(values),
      ...closeDateOf(values),
      stage,
      // Stages are the workspace's own words: there is no flag.
      isClosed: stage === null ? null : isClosedStatus(stage),
      owner: ownerOf(values, members),
    },
    isWhole: title !== null,
  };
}

/** Whom and what a deal is of. */
export function partiesOf({ values }: AttioRecord): readonly string[] {
  return [
    ...valuesOf(values, 'associated_people', referenceTo('people')).items,
    ...valuesOf(values, 'associated_company', referenceTo('companies')).items,
  ];
}

/** Attio's own code for the Taiwan dollar is none of ISO 4217. */
const ISO_CODES: Readonly<Record<string, string>> = { NTD: 'TWD' };

function valueOf(values: AttioValues): Pick<CrmDeal, 'amount' | 'currency'> {
  const money = firstOf(values, 'value', (value) => {
    const amount = value['currency_value'];
    if (typeof amount !== 'number' || !Number.isFinite(amount)) return null;
    const code = textIn(value, 'currency_code');
    return { amount, currency: readCurrency(code === null ? null : (ISO_CODES[code] ?? code)).currency };
  });
  return money ?? { amount: null, currency: null };
}

/** A deal has no close date unless the workspace made one. These are the slugs that its usual names become. */
const CLOSE_DATES = ['close_date', 'expected_close_date', 'closing_date', 'expected_closing_date'];

function closeDateOf(values: AttioValues): Pick<CrmDeal, 'closeDate' | 'isCloseDateVague'> {
  for (const slug of CLOSE_DATES) {
    const said = firstOf(values, slug, (value) => {
      const closeDate = readCloseDate(textIn(value, 'value'));
      return closeDate === null
        ? null
        : { closeDate, isCloseDateVague: value.attribute_type === 'timestamp' };
    });
    if (said !== null) return said;
  }
  return { closeDate: null, isCloseDateVague: false };
}

/** Only deals have an owner by themselves; of contacts and companies, where the workspace made it. */
function ownerOf(values: AttioValues, members: Members): string | null {
  const id = firstOf(values, 'owner', memberIn);
  return id === null ? null : (members.get(id) ?? null);
}

function propertiesOf(values: AttioValues, slugs: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    slugs.flatMap((slug) => {
      const text = textOf(values, slug);
      return text === null ? [] : [[slug, text] as const];
    }),
  );
}
