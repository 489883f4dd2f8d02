import * as v from 'valibot';
import type { Instant } from '../brand.ts';

/** At most so many earlier calls are counted. */
export const MAX_COUNTED_CALLS = 1000;
/** A text message is cut to so many characters. */
export const MAX_SMS_CHARS = 160;

const moment = v.pipe(
  v.string(),
  v.isoTimestamp(),
  v.transform((s) => s as Instant),
);
const direction = v.picklist(['inbound', 'outbound']);

/**
 * What the relay already knew about the other party when a call's first event came in. What it does not know is left
 * out; when it knows nothing there is no `memory` at all. Times are by Allo's clock.
 */
export const memorySchema = v.object({
  /** The call before this one, from or to the same number. */
  lastCall: v.optional(
    v.object({
      at: moment,
      direction,
      /** The address of who handled it, lower case, before aliases; nobody did when the caller reached nobody. */
      handledBy: v.optional(v.string()),
      /** Somebody picked it up; left out by older relays too. */
      answered: v.optional(v.boolean()),
      /** As Allo wrote it: an open set. */
      result: v.optional(v.string()),
      /** The first sentence of its summary, without Markdown. */
      summary: v.optional(v.string()),
      /** As they stand after everything that was said about them. */
      tags: v.optional(v.array(v.string())),
    }),
  ),
  /** Calls from or to the number in the 30 days before this one; at most 1,000 are counted. */
  callsIn30Days: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(1))),
  lastSms: v.optional(
    v.object({
      at: moment,
      direction,
      /** Up to 160 characters of it. */
      text: v.optional(v.string()),
      /** Of one that was sent: the address of who wrote it, lower case, before aliases. */
      by: v.optional(v.string()),
    }),
  ),
  /** Out of Allo's contact events; only when the event itself names no person. */
  contact: v.optional(
    v.object({
      /** Allo's id for the contact, and when it became as it is here: what is told of it later counts instead. */
      id: v.optional(v.string()),
      changedAt: v.optional(moment),
      firstName: v.optional(v.string()),
      lastName: v.optional(v.string()),
      company: v.optional(v.string()),
      emails: v.optional(v.array(v.string())),
    }),
  ),
  /** Whom Allo named with an earlier call; only when neither the event nor a contact says who it is. */
  named: v.optional(v.object({ at: moment, name: v.string(), company: v.optional(v.string()) })),
  /** The CRM's id for the contact, as an earlier completed call told it. */
  crmId: v.optional(v.string()),
});
export type Memory = v.InferOutput<typeof memorySchema>;
