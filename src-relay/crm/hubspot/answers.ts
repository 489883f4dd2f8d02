import * as v from 'valibot';
import { CrmFailure, type CrmPerson, type Listed } from '../contract.ts';

/** Properties are text or null; some versions have sent numbers and booleans as such. */
const text = v.optional(
  v.nullable(
    v.pipe(
      v.union([v.string(), v.number(), v.boolean()]),
      v.transform((value) => String(value).trim()),
      v.transform((value) => (value === '' ? null : value)),
    ),
  ),
  null,
);
const recordId = v.pipe(
  v.union([v.string(), v.pipe(v.number(), v.safeInteger())]),
  v.transform(String),
  v.regex(/^\d{1,20}$/),
);

const paging = v.nullable(v.object({ next: v.optional(v.nullable(v.unknown())) }));
const associated = v.object({ results: v.array(v.object({ id: recordId })), paging: v.optional(paging) });

function recordOf<const E extends v.ObjectEntries>(entries: E) {
  return v.object({
    id: recordId,
    archived: v.optional(v.nullable(v.boolean()), false),
    properties: v.object(entries),
    associations: v.optional(
      v.nullable(v.object({ companies: v.optional(associated), deals: v.optional(associated) })),
    ),
  });
}

export const contactRecord = recordOf({
  firstname: text,
  lastname: text,
  email: text,
  hs_additional_emails: text,
  phone: text,
  mobilephone: text,
  hs_calculated_phone_number: text,
  hs_calculated_mobile_number: text,
  associatedcompanyid: text,
  hubspot_owner_id: text,
});
export type ContactRecord = v.InferOutput<typeof contactRecord>;

export const companyRecord = recordOf({ name: text, hubspot_owner_id: text });
export type CompanyRecord = v.InferOutput<typeof companyRecord>;

export const dealRecord = recordOf({
  dealname: text,
  amount: text,
  deal_currency_code: text,
  closedate: text,
  dealstage: text,
  pipeline: text,
  hubspot_owner_id: text,
  hs_is_closed: text,
});
export type DealRecord = v.InferOutput<typeof dealRecord>;

/** The names of the properties to ask for: as many as the schema reads. */
export function propertiesOf(schema: {
  readonly entries: { readonly properties: { readonly entries: object } };
}): readonly string[] {
  return Object.keys(schema.entries.properties.entries);
}

/** One record and what it was read from; null: it is archived. @throws CrmFailure when it cannot be read */
export function readRecord<T extends { readonly archived: boolean | null }>(
  schema: v.GenericSchema<unknown, T>,
  json: unknown,
): Read<T> | null {
  const found = v.safeParse(schema, json);
  if (!found.success) throw unreadable();
  return found.output.archived === true ? null : { record: found.output, properties: rawProperties(json) };
}

export interface Read<T> {
  readonly record: T;
  /** All that came, for those that the admin asks for by name. */
  readonly properties: Readonly<Record<string, unknown>>;
}

const list = v.object({
  results: v.array(v.unknown()),
  // What cannot be read is taken for more. A field that is not there has no fallback: that would be its value.
  total: v.optional(v.fallback(v.number(), Infinity)),
  paging: v.optional(v.fallback(paging, { next: 'unread' })),
  errors: v.optional(v.fallback(v.array(v.unknown()), ['unread']), []),
});
const notFound = v.object({ category: v.literal('OBJECT_NOT_FOUND') });

/**
 * The records of a search or of a read of many. It is complete when HubSpot says of no more, and every record could be read.
 * @throws CrmFailure when it is no list
 */
export function readList<T extends { readonly archived: boolean | null }>(
  schema: v.GenericSchema<unknown, T>,
  json: unknown,
  kind: 'search' | 'batch',
): Listed<Read<T>> {
  const found = v.safeParse(list, json);
  if (!found.success) throw unreadable();
  const { results, total, paging, errors } = found.output;
  const items: Read<T>[] = [];
  let isComplete =
    // A search says how many there are.
    (total ?? (kind === 'search' ? Infinity : 0)) <= results.length &&
    !hasMore(paging) &&
    // Records that are not there are left out, or named.
    errors.every((one) => v.is(notFound, one));
  for (const one of results) {
    const record = v.safeParse(schema, one);
    if (!record.success) isComplete = false;
    else if (record.output.archived !== true)
      items.push({ record: record.output, properties: rawProperties(one) });
  }
  return { items, isComplete };
}

/** Ids of one kind that a record names; null: it was not asked for them. */
export function associatedIds(
  record: Pick<ContactRecord, 'associations'>,
  kind: 'companies' | 'deals',
): Listed<string> | null {
  const { associations } = record;
  if (associations === undefined || associations === null) return null;
  const of = associations[kind];
  // One that has none of a kind has no entry for it. Each label of an association is an entry of its own.
  if (of === undefined) return { items: [], isComplete: true };
  return { items: [...new Set(of.results.map(({ id }) => id))], isComplete: !hasMore(of.paging) };
}

/** @param dealIds whether the answer would name the deals, if there were any */
export function personOf(
  { record, properties }: Read<ContactRecord>,
  asked: {
    readonly properties: readonly string[];
    readonly withDeals: boolean;
    readonly owner: string | null;
  },
): CrmPerson {
  const { firstname, lastname, ...rest } = record.properties;
  const names = [firstname, lastname].filter((one) => one !== null);
  return {
    id: record.id,
    kind: 'contact',
    name: names.length === 0 ? null : names.join(' '),
    emails: unique([rest.email, ...(rest.hs_additional_emails ?? '').split(';')]),
    numbers: unique([
      rest.phone,
      rest.mobilephone,
      rest.hs_calculated_phone_number,
      rest.hs_calculated_mobile_number,
    ]),
    company: companyOf(record),
    // One without associations comes without them altogether.
    dealIds: asked.withDeals ? (associatedIds(record, 'deals') ?? { items: [], isComplete: true }) : null,
    owner: asked.owner,
    properties: askedFor(properties, asked.properties),
  };
}

/** The primary one, else the only one. */
function companyOf(record: ContactRecord): CrmPerson['company'] {
  const primary = record.properties.associatedcompanyid;
  if (primary !== null && v.is(recordId, primary)) return { id: primary, name: null };
  const ids = associatedIds(record, 'companies');
  const [only, another] = ids?.items ?? [];
  return only === undefined || another !== undefined || ids?.isComplete !== true
    ? null
    : { id: only, name: null };
}

/** Those of the properties that came as text. */
export function askedFor(
  properties: Readonly<Record<string, unknown>>,
  names: readonly string[],
): Readonly<Record<string, string>> {
  const entries = names.flatMap((name) => {
    const value = v.safeParse(text, Object.hasOwn(properties, name) ? properties[name] : null);
    return value.success && value.output !== null ? [[name, value.output] as const] : [];
  });
  return Object.fromEntries(entries);
}

export function unreadable(): CrmFailure {
  return new CrmFailure('unreadable', 'HubSpot answered in a form that is not known: update the relay');
}

function unique(texts: readonly (string | null)[]): string[] {
  return [...new Set(texts.map((one) => one?.trim() ?? '').filter((one) => one !== ''))];
}

function hasMore(said: v.InferOutput<typeof paging> | undefined): boolean {
  return said?.next !== undefined && said.next !== null;
}

function rawProperties(json: unknown): Readonly<Record<string, unknown>> {
  const raw = v.safeParse(v.object({ properties: v.record(v.string(), v.unknown()) }), json);
  return raw.success ? raw.output.properties : {};
}
