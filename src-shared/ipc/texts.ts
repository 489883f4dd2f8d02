import * as v from 'valibot';
import type { TextPage, ThreadCalls } from '../texts/rows.ts';
import type { ActionResult } from '../card/model.ts';
import { webhook } from './fields.ts';

/** At most so many texts are read at once. */
const READ_AT_ONCE = 1_000;

/** The text messages in the home window. */
export const textRequests = {
  'texts:page': v.object({ after: v.nullable(webhook) }),
  /** All of a text that was cut. */
  'texts:whole': v.object({ id: webhook }),
  /** The calls with the number of a text. */
  'texts:calls': v.object({ id: webhook }),
  /** The agent has had these before their eyes. */
  'texts:read': v.object({ ids: v.pipe(v.array(webhook), v.maxLength(READ_AT_ONCE)) }),
  /** The text, or the number at its other end, on the clipboard. */
  'texts:copy': v.object({ id: webhook, what: v.picklist(['text', 'number']) }),
  'texts:callBack': v.object({ id: webhook }),
  /** The thread of a text in the home window, from a call or a card. */
  'texts:open': v.object({ id: webhook }),
} as const;

/** What each of them answers. */
export interface TextResponses {
  'texts:page': TextPage;
  /** Null: not kept any more. */
  'texts:whole': string | null;
  'texts:calls': ThreadCalls;
  /** Answered once it is on disk, or the disk has failed. */
  'texts:read': undefined;
  'texts:copy': ActionResult;
  'texts:callBack': ActionResult;
  'texts:open': undefined;
}
