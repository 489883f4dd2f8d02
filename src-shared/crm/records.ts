import * as v from 'valibot';
import type { Instant } from '../brand.ts';
import { decisive } from '../lenient.ts';

/** So many records are offered to choose from. */
export const MAX_CHOICES = 5;
/** So many open deals that Allo did not send are listed. */
export const MAX_OTHER_DEALS = 5;
/** Text out of the CRM is cut to so many characters. */
export const MAX_LABEL_CHARS = 120;
/** A whole `records` frame is no longer than this. */
export const MAX_RECORDS_BYTES = 16 * 1024;

/** Ids of every CRM that is asked: digits, Salesforce's 15 or 18 letters and digits, UUIDs. */
const recordId = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,64}$/));
const label = v.pipe(v.string(), v.minLength(1), v.maxLength(MAX_LABEL_CHARS));
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
const moment = v.pipe(
  v.string(),
  v.isoTimestamp(),
  // An hour without minutes is a zone there, and none to `Date`.
  v.check((s) => !Number.isNaN(Date.parse(s)), 'not a moment'),
  v.transform((s) => s as Instant),
);
/**
 * A lead is a person who is not a contact yet, and has a page of another address. The id of a kind that is not known is
 * none of a contact's.
 */
const kind = v.optional(v.pipe(v.picklist(['contact', 'lead']), decisive()));

const record = v.object({
  id: recordId,
  kind,
  /** What the CRM calls it; left out where Allo's name says the same. */
  label: v.optional(label),
});
const choice = v.object({
  id: recordId,
  kind,
  label,
  /** What tells it from the others: a company, a stage with an amount. */
  hint: v.optional(label),
});

/** Either `record`, the one that fits for certain, or `choices`. Neither: nothing is known, and a click searches. */
const found = v.object({
  record: v.optional(record),
  choices: v.optional(v.pipe(v.array(choice), v.minLength(1), v.maxLength(MAX_CHOICES))),
  /** How many there are, when there are more than the choices. */
  of: v.optional(count),
});
export type FoundRecord = v.InferOutput<typeof found>;
export type RecordChoice = v.InferOutput<typeof choice>;

const dealFacts = v.object({
  /** The stage as people read it in the CRM. */
  stage: v.optional(label),
  isClosed: v.optional(v.boolean()),
  owner: v.optional(label),
});

const otherDeal = v.object({
  id: recordId,
  label,
  stage: v.optional(label),
  amount: v.optional(v.pipe(v.number(), v.finite())),
  /** ISO 4217. */
  currency: v.optional(v.pipe(v.string(), v.regex(/^[A-Z]{3}$/))),
  /** Year, month and day. */
  closeDate: v.optional(v.pipe(v.string(), v.isoDate())),
});

/** What the CRM knows beyond what Allo sent. It stands beside Allo's facts and never replaces one. */
const extrasSchema = v.object({
  /** When the CRM said so, by the relay's clock. */
  at: moment,
  /** Who looks after the contact. */
  owner: v.optional(label),
  /** How many people in the CRM have the number, when there are several. */
  sharing: v.optional(v.pipe(count, v.minValue(2))),
  /** By Allo's id of the deal. */
  deals: v.optional(v.record(v.string(), dealFacts)),
  /** Open deals of the contact's that Allo did not send. */
  otherDeals: v.optional(v.pipe(v.array(otherDeal), v.maxLength(MAX_OTHER_DEALS))),
  /** How many of those there are, when there are more than are listed. */
  otherDealsOf: v.optional(count),
  /** For the facts line: values by where they are from, `company.plan`. */
  facts: v.optional(v.record(v.string(), label)),
});
export type RecordExtras = v.InferOutput<typeof extrasSchema>;

/** All that the CRM is known to have of a call's party: the last such frame of a call counts. Ids, never addresses. */
export const recordsEntries = {
  /** The preset that the ids are of; of another one they are no use. */
  crm: v.pipe(v.string(), v.minLength(1), v.maxLength(40)),
  /** What of the policy's `crm` names their account: with another there, they are no use. Left out: by a relay before this. */
  account: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(200))),
  contact: v.optional(found),
  company: v.optional(found),
  /** By Allo's id of the deal. */
  deals: v.optional(v.record(v.string(), found)),
  extras: v.optional(extrasSchema),
};
export const recordsSchema = v.object(recordsEntries);
export type Records = v.InferOutput<typeof recordsSchema>;
