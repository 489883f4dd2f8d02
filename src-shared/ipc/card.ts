import * as v from 'valibot';
import type { ActionResult } from '../card/model.ts';
import { CRM_PAGES } from '../crm/config.ts';
import { key } from './fields.ts';

/** What an agent may jot down about one call. */
export const MAX_NOTE_CHARS = 4_000;

/** What can be done with a call, on its card and in the calls window. */
export const cardRequests = {
  'card:dismiss': v.object({ key }),
  /** Has a card back that was closed a moment ago; `gone`: it is too late for that. */
  'card:reopen': v.object({ key }),
  'card:pin': v.object({ key, pinned: v.boolean() }),
  /** The pointer or the focus is on the card: it must not leave or move. */
  'card:touch': v.object({ key, touched: v.boolean() }),
  'card:claim': v.object({ key }),
  'card:release': v.object({ key }),
  'card:callBack': v.object({ key }),
  /** Texts as Markdown with who, when and how long; numbers, addresses and properties as they are. */
  'card:copy': v.object({
    key,
    what: v.picklist([
      'number',
      'summary',
      'transcript',
      'note',
      'contact',
      'crm',
      'facts',
      'email',
      'otherNumber',
      'property',
    ]),
    /** Which of several, in the order in which they are shown. */
    at: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(10_000))),
  }),
  /** Opens a record in the CRM: main builds the address, the window never sees one. */
  'card:open': v.object({
    key,
    record: v.picklist(CRM_PAGES),
    /** Which deal, when `record` is `deal`. */
    deal: v.optional(v.pipe(v.string(), v.maxLength(1024))),
    /** Which of the records that the CRM has, by its id there; without `deal`, a deal that Allo did not send. */
    choice: v.optional(v.pipe(v.string(), v.maxLength(64))),
    /** The search, whatever is known. */
    search: v.optional(v.boolean()),
  }),
  /** Keeps what the agent jotted down; '' clears it. Answers once it is safe. */
  'card:note': v.object({ key, text: v.pipe(v.string(), v.maxLength(MAX_NOTE_CHARS)) }),
  /** The call in the calls window. */
  'card:details': v.object({ key }),
} as const;

/** What each of them answers. */
export interface CardResponses {
  'card:dismiss': undefined;
  'card:reopen': ActionResult;
  'card:pin': undefined;
  'card:touch': undefined;
  /** `failed`: there is no connection, so nobody would hear of it. */
  'card:claim': ActionResult;
  /** `failed`: as with a claim. `no-link`: the relay is too old to be told. */
  'card:release': ActionResult;
  'card:callBack': ActionResult;
  /** `no-link`: there is nothing to copy. */
  'card:copy': ActionResult;
  'card:open': ActionResult;
  'card:note': ActionResult;
  'card:details': undefined;
}
