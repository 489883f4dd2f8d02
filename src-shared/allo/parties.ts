import * as v from 'valibot';
import { isVisible } from '../format/visible-text.ts';
import { amount, currencyAround } from './amount.ts';
import {
  anyObject,
  companyName,
  id,
  label,
  listOf,
  optionalObject,
  phones,
  readId,
  text,
  texts,
} from './reading.ts';

/** Already read by `ownProperties`. */
const properties = v.custom<Readonly<Record<string, unknown>>>(() => true);

/**
 * The contact that Allo matched. Custom contact properties arrive as further top-level keys of any type:
 * `properties` keeps every one, known or not, as Allo sent it: for CRM links, and for who reads the contact in detail.
 */
const personSchema = v.pipe(
  anyObject,
  v.transform((raw) => ({ ...raw, properties: ownProperties(raw) })),
  v.object({
    id,
    name: label,
    last_name: label,
    email: text,
    emails: texts,
    numbers: phones,
    job_title: companyName,
    properties,
  }),
);
export type Person = v.InferOutput<typeof personSchema>;

const companySchema = v.pipe(
  anyObject,
  v.transform((raw) => ({ ...raw, properties: ownProperties(raw) })),
  v.object({ id, name: companyName, properties }),
);
export type Company = v.InferOutput<typeof companySchema>;

const dealSchema = v.pipe(
  anyObject,
  v.check(saysSomething, 'nothing to tell it by'),
  v.transform((raw) => ({
    ...raw,
    id: readId(raw['id']) ?? contentOf(raw),
    currency: raw['currency'] ?? currencyAround(raw['value']),
    close_date: typeof raw['close_date'] === 'number' ? String(raw['close_date']) : raw['close_date'],
    properties: ownProperties(raw),
  })),
  v.object({
    id: v.string(),
    name: label,
    status: label,
    value: amount,
    currency: text,
    close_date: text,
    properties,
  }),
);
/**
 * A deal linked to the contact, open or not: `status` is a free stage name, `close_date` a calendar date. `id` tells the
 * deals of one event apart, also those that were sent without one; a link goes by `properties`.
 */
export type Deal = v.InferOutput<typeof dealSchema>;

/** Who is on the other end, as every ring carries it: each part absent, null or there. */
export const partyEntries = {
  person: optionalObject(personSchema),
  company: optionalObject(companySchema),
  deals: listOf(dealSchema),
};

function saysSomething(raw: Readonly<Record<string, unknown>>): boolean {
  return (
    readId(raw['id']) !== null || ['name', 'status', 'value'].some((part) => readText(raw[part]) !== null)
  );
}

const NO_ID = 'no id: ';

/** Whether a deal's id is its content, since it was sent without one: others may have the same. */
export function isMadeUp(dealId: string): boolean {
  return dealId.startsWith(NO_ID);
}

/** In place of an id: the same deal listed twice is one. */
function contentOf(raw: Readonly<Record<string, unknown>>): string {
  const parts = ['name', 'status', 'value', 'currency', 'close_date'].map(
    (part) => readText(raw[part]) ?? '',
  );
  return `${NO_ID}${parts.join(' | ')}`.slice(0, 1024);
}

function readText(value: unknown): string | null {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && isVisible(value) ? value : null;
}

const MAX_PROPERTIES = 200;
/** Keys that come and go with an object itself and are never somebody's property. */
const UNSAFE = new Set(['__proto__', 'constructor', 'prototype']);

function ownProperties(raw: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const entries = Object.entries(raw).filter(
    ([name, value]) => !UNSAFE.has(name) && value !== null && value !== undefined,
  );
  return Object.fromEntries(entries.slice(0, MAX_PROPERTIES));
}
