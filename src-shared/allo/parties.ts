import * as v from 'valibot';
import {
  anyObject,
  companyName,
  label,
  listOf,
  number,
  optionalObject,
  phones,
  requiredText,
  text,
  texts,
} from './reading.ts';

/** Already read by `plainProperties`. */
const properties = v.custom<Readonly<Record<string, string | number>>>(() => true);

/**
 * The contact that Allo matched. Custom contact properties arrive as further top-level keys of any type:
 * `properties` keeps every plain one, known or not, and is only ever read for a CRM link.
 */
const personSchema = v.pipe(
  anyObject,
  v.transform((raw) => ({ ...raw, properties: plainProperties(raw) })),
  v.object({
    id: text,
    name: label,
    last_name: label,
    email: text,
    emails: texts,
    numbers: phones,
    job_title: label,
    properties,
  }),
);
export type Person = v.InferOutput<typeof personSchema>;

const companySchema = v.pipe(
  anyObject,
  v.transform((raw) => ({ ...raw, properties: plainProperties(raw) })),
  v.object({ id: text, name: companyName, properties }),
);
export type Company = v.InferOutput<typeof companySchema>;

const dealSchema = v.pipe(
  anyObject,
  v.transform((raw) => ({ ...raw, properties: plainProperties(raw) })),
  v.object({
    id: requiredText,
    name: label,
    status: label,
    value: number,
    currency: text,
    close_date: text,
    properties,
  }),
);
/** A deal linked to the contact, open or not: `status` is a free stage name, `close_date` a calendar date. */
export type Deal = v.InferOutput<typeof dealSchema>;

/** Who is on the other end, as every ring carries it: each part absent, null or there. */
export const partyEntries = {
  person: optionalObject(personSchema),
  company: optionalObject(companySchema),
  deals: listOf(dealSchema),
};

/** Keys that come and go with an object itself and are never somebody's property. */
const UNSAFE = new Set(['__proto__', 'constructor', 'prototype']);

function plainProperties(raw: Readonly<Record<string, unknown>>): Record<string, string | number> {
  const entries = Object.entries(raw).filter(
    (entry): entry is [string, string | number] =>
      !UNSAFE.has(entry[0]) && (typeof entry[1] === 'string' || typeof entry[1] === 'number'),
  );
  return Object.fromEntries(entries.slice(0, 200));
}
