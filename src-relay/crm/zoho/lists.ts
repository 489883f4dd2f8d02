import * as v from 'valibot';
import type { CrmAnswer, Listed } from '../contract.ts';
import { unreadable } from './faults.ts';
import { readRecord, type ZohoRecord } from './fields.ts';
import type { ZohoRead } from './reads.ts';
import type { Made } from './records.ts';

/** A page of records, not yet read. */
export interface Page {
  readonly records: readonly unknown[];
  readonly hasMore: boolean;
}

const pageSchema = v.object({
  data: v.array(v.unknown()),
  info: v.optional(v.object({ more_records: v.optional(v.unknown()), count: v.optional(v.unknown()) })),
});

/** 204 with nothing in it is a page without records. @throws CrmFailure `unreadable` */
export function pageOf({ status, json }: CrmAnswer, read: ZohoRead, limit: number): Page {
  if (status === 204) return { records: [], hasMore: false };
  const page = v.safeParse(pageSchema, json);
  if (!page.success) throw unreadable(read);
  const { data, info } = page.output;
  const isAll = info === undefined ? data.length < limit : info.more_records === false;
  // Whoever was counted and is not there was lost on the way.
  const isLost = typeof info?.count === 'number' && info.count !== data.length;
  return { records: data, hasMore: !isAll || isLost };
}

/** Null: Zoho has it not any more. @throws CrmFailure `unreadable` */
export function onlyOne({ status, json }: CrmAnswer, read: ZohoRead): ZohoRecord | null {
  if (status === 204) return null;
  const page = v.safeParse(pageSchema, json);
  const record = page.success ? readRecord(page.output.data[0]) : null;
  if (record === null) throw unreadable(read);
  return record;
}

/** What cannot be read costs only itself, but then there may be more than these. @param make null: it is left out */
export function listed<T extends { readonly id: string }>(
  { records, hasMore }: Page,
  make: (record: ZohoRecord) => Made<T> | null,
): Listed<T> {
  const items = new Map<string, T>();
  let isComplete = !hasMore;
  for (const json of records) {
    const record = readRecord(json);
    const made = record === null ? undefined : make(record);
    if (made === undefined || (made !== null && (!made.isWhole || items.has(made.item.id))))
      isComplete = false;
    if (made !== undefined && made !== null) items.set(made.item.id, made.item);
  }
  return { items: [...items.values()], isComplete };
}
