import * as v from 'valibot';
import { readCloseDate } from '../../../src-shared/crm/close-date.ts';
import { type CrmDeal, CrmFailure, type CrmPerson, type Listed } from '../contract.ts';

export const recordId = v.pipe(
  v.union([v.string(), v.pipe(v.number(), v.safeInteger())]),
  v.transform(String),
  v.regex(/^\d{1,20}$/),
);
const maybeId = v.optional(v.nullable(recordId), null);
const text = v.optional(
  v.nullable(
    v.pipe(
      v.string(),
      v.trim(),
      v.transform((value) => (value === '' ? null : value)),
    ),
  ),
  null,
);
/** A search tells of them as text, a record as values with a label. */
const contacts = v.optional(
  v.nullable(
    v.array(
      v.union([
        v.string(),
        v.pipe(
          v.object({ value: v.string() }),
          v.transform(({ value }) => value),
        ),
      ]),
    ),
  ),
  [],
);
const isDeleted = v.optional(v.nullable(v.boolean()), false);
const linked = v.optional(v.nullable(v.object({ id: recordId, name: text })), null);

/** `persons/search` names owner and organization, `persons/{id}` only their ids. */
export const personSchema = v.object({
  id: recordId,
  name: text,
  emails: contacts,
  phones: contacts,
  owner: v.optional(v.nullable(v.object({ id: recordId })), null),
  owner_id: maybeId,
  organization: linked,
  org_id: maybeId,
  is_deleted: isDeleted,
});
export type PersonRecord = v.InferOutput<typeof personSchema>;

export const organizationSchema = v.object({
  id: recordId,
  name: text,
  owner: v.optional(v.nullable(v.object({ id: recordId })), null),
  owner_id: maybeId,
  is_deleted: isDeleted,
});
export type OrganizationRecord = v.InferOutput<typeof organizationSchema>;

export const dealSchema = v.object({
  id: recordId,
  title: text,
  value: v.optional(v.nullable(v.pipe(v.number(), v.finite())), null),
  currency: text,
  stage_id: maybeId,
  owner_id: maybeId,
  status: text,
  expected_close_date: text,
  is_archived: v.optional(v.nullable(v.boolean()), false),
  is_deleted: isDeleted,
});
export type DealRecord = v.InferOutput<typeof dealSchema>;

export interface Read<T> {
  readonly record: T;
  /** All that came, for what the admin asks for by name. */
  readonly raw: unknown;
}

interface Deletable {
  readonly is_deleted: boolean | null;
}

/** The one record of an answer; null: it was deleted. @throws CrmFailure when it cannot be read */
export function readOne<T extends Deletable>(
  schema: v.GenericSchema<unknown, T>,
  json: unknown,
): Read<T> | null {
  const found = v.safeParse(v.object({ data: schema }), json);
  if (!found.success) throw unreadable();
  const raw = v.parse(v.object({ data: v.unknown() }), json).data;
  return found.output.data.is_deleted === true ? null : { record: found.output.data, raw };
}

/** What cannot be read is taken for more. A field that is not there has no fallback: that would be its value. */
const more = {
  additional_data: v.optional(
    v.fallback(
      v.nullable(v.object({ next_cursor: v.optional(v.fallback(v.nullable(v.string()), 'unread'), null) })),
      { next_cursor: 'unread' },
    ),
    null,
  ),
};
const listSchema = v.object({ data: v.nullable(v.array(v.unknown())), ...more });
const searchSchema = v.object({
  data: v.object({ items: v.array(v.fallback(v.object({ item: v.unknown() }), { item: null })) }),
  ...more,
});

/** The records of a list. @throws CrmFailure when it is none */
export function readList<T extends Deletable>(
  schema: v.GenericSchema<unknown, T>,
  json: unknown,
): Listed<Read<T>> {
  const found = v.safeParse(listSchema, json);
  if (!found.success) throw unreadable();
  return records(schema, found.output.data ?? [], found.output);
}

/** The records of a search. @throws CrmFailure when it is none */
export function readHits<T extends Deletable>(
  schema: v.GenericSchema<unknown, T>,
  json: unknown,
): Listed<Read<T>> {
  const found = v.safeParse(searchSchema, json);
  if (!found.success) throw unreadable();
  return records(
    schema,
    found.output.data.items.map(({ item }) => item),
    found.output,
  );
}

function records<T extends Deletable>(
  schema: v.GenericSchema<unknown, T>,
  all: readonly unknown[],
  { additional_data }: { readonly additional_data: { readonly next_cursor: string | null } | null },
): Listed<Read<T>> {
  const items: Read<T>[] = [];
  let isComplete = (additional_data?.next_cursor ?? '') === '';
  for (const raw of all) {
    const found = v.safeParse(schema, raw);
    if (!found.success) isComplete = false;
    else if (found.output.is_deleted !== true) items.push({ record: found.output, raw });
  }
  return { items, isComplete };
}

/** Where the next part of a list begins; null: there is none. */
export function cursorOf(json: unknown): string | null {
  const found = v.safeParse(v.object({ additional_data: v.object({ next_cursor: v.string() }) }), json);
  return found.success && found.output.additional_data.next_cursor !== ''
    ? found.output.additional_data.next_cursor
    : null;
}

export interface PipedriveNames {
  /** By their ids; null while they are not known. */
  readonly stages: ReadonlyMap<string, string> | null;
  readonly owners: ReadonlyMap<string, string> | null;
}

export function personOf(
  { record, raw }: Read<PersonRecord>,
  properties: readonly string[],
  names: PipedriveNames,
): CrmPerson {
  const { id, name, emails, phones, owner, owner_id, organization, org_id } = record;
  return {
    id,
    kind: 'contact',
    name,
    emails: unique(emails ?? []),
    numbers: unique(phones ?? []),
    company: organization ?? (org_id === null ? null : { id: org_id, name: null }),
    // A list of deals takes one request, whether they are known or not.
    dealIds: null,
    owner: nameOf(names.owners, owner?.id ?? owner_id),
    properties: askedFor(raw, properties),
  };
}

export function dealOf({ record }: Read<DealRecord>, { stages, owners }: PipedriveNames): CrmDeal {
  const { id, title, value, currency, stage_id, owner_id, status, expected_close_date, is_archived } = record;
  return {
    id,
    title,
    amount: value,
    currency: currency !== null && /^[A-Z]{3}$/.test(currency.toUpperCase()) ? currency.toUpperCase() : null,
    closeDate: readCloseDate(expected_close_date),
    isCloseDateVague: false,
    stage: nameOf(stages, stage_id),
    // Won, lost, or put away.
    isClosed: is_archived === true ? true : status === null ? null : status !== 'open',
    owner: nameOf(owners, owner_id),
  };
}

export function nameOf(names: ReadonlyMap<string, string> | null, id: string | null): string | null {
  return id === null ? null : (names?.get(id) ?? null);
}

/** Fields of the record's own, or custom ones by their keys, as text. */
export function askedFor(raw: unknown, names: readonly string[]): Readonly<Record<string, string>> {
  const own = v.safeParse(v.record(v.string(), v.unknown()), raw);
  if (!own.success || names.length === 0) return {};
  const custom = v.safeParse(v.record(v.string(), v.unknown()), own.output['custom_fields']);
  const entries = names.flatMap((name) => {
    const value =
      textOf(fieldOf(own.output, name)) ?? textOf(custom.success ? fieldOf(custom.output, name) : null);
    return value === null ? [] : [[name, value] as const];
  });
  return Object.fromEntries(entries);
}

function fieldOf(fields: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.hasOwn(fields, name) ? fields[name] : null;
}

/** An amount of money is an object with a value. */
function textOf(value: unknown): string | null {
  const inner = v.is(v.object({ value: v.unknown() }), value) ? value.value : value;
  if (typeof inner !== 'string' && typeof inner !== 'number' && typeof inner !== 'boolean') return null;
  const said = String(inner).trim();
  return said === '' ? null : said;
}

export function unreadable(): CrmFailure {
  return new CrmFailure('unreadable', 'Pipedrive answered in a form that is not known: update the relay');
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts.map((one) => one.trim()).filter((one) => one !== ''))];
}
