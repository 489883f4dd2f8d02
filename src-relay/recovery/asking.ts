import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import { alloCallKey } from '../../src-shared/calls/allo-call-id.ts';
import { AlloApiError, type AlloApi } from '../allo-api/client.ts';
import { PAGE_SIZE } from '../allo-api/pages.ts';
import { readItem, startOf, type CallItem } from './items.ts';

const ITEMS = '/v2/api/conversations/items';
/** What it takes of the key. */
export const RECOVERY_NEEDS = { scope: 'CONVERSATIONS_READ' };

/** Where Allo takes no notice of the dates that are asked for, its newest calls are gone through as far as this. */
const MOST_PAGES = 60;

const pageSchema = v.object({
  data: v.array(v.unknown()),
  pagination: v.optional(
    v.nullable(
      v.object({
        has_more: v.optional(v.nullable(v.boolean())),
        total_pages: v.optional(v.nullable(v.number())),
      }),
    ),
  ),
});

/** Whether the key may search. @throws AlloApiError when not */
export async function tryToSearch(api: AlloApi): Promise<void> {
  await api.post(`${ITEMS}/search`, { type: 'CALL', page: 1, size: 1 }, randomUUID(), RECOVERY_NEEDS);
}

/** From when to when, ms since 1970. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

export interface ListedCalls {
  readonly items: readonly CallItem[];
  /** Whether the list was read to its end: only then a call that is not in it is not at Allo. */
  readonly isWhole: boolean;
}

/**
 * Allo's calls that began in a range. What comes back is checked here: documents and practice differ about which filters
 * of the search count. Newest first, so that calls that begin meanwhile push entries back to pages still to come.
 * @param turn waits until one more search may be sent
 * @throws AlloApiError
 * Source: https://help.withallo.com/en/v2/api-reference/conversations/search-conversation-items
 */
export async function callsIn(
  api: AlloApi,
  { from, to }: Range,
  turn: () => Promise<void>,
): Promise<ListedCalls> {
  const items = new Map<string, CallItem>();
  const date = { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    await turn();
    const body = { type: 'CALL', sort: 'DATE_DESC', date, page, size: PAGE_SIZE };
    const answer = await api.post(`${ITEMS}/search`, body, randomUUID(), RECOVERY_NEEDS);
    const read = v.safeParse(pageSchema, answer);
    if (!read.success) {
      throw new AlloApiError(200, "Allo's API answered in a way that this Ringside does not know (no list)");
    }
    const { data, pagination } = read.output;
    const calls = data.flatMap((entry) => readItem(entry) ?? []);
    for (const item of calls) if (startOf(item) >= from && startOf(item) <= to) items.set(item.id, item);
    const isPast = isNewestFirst(calls) && calls.some((item) => startOf(item) < from);
    const hasMore = pagination?.has_more ?? page < (pagination?.total_pages ?? page);
    if (isPast || !hasMore) return { items: [...items.values()], isWhole: true };
    // It says that there is more, and has nothing.
    if (data.length === 0) break;
  }
  return { items: [...items.values()], isWhole: false };
}

function isNewestFirst(calls: readonly CallItem[]): boolean {
  const [first, last] = [calls.at(0), calls.at(-1)];
  return first !== undefined && last !== undefined && startOf(first) >= startOf(last);
}

/**
 * The call with all that Allo has of it, the transcript among it; as it was listed, when Allo has no more.
 * @throws AlloApiError when it cannot be asked now
 */
export async function wholeCall(api: AlloApi, item: CallItem): Promise<CallItem> {
  try {
    const path = `${ITEMS}/${encodeURIComponent(item.id)}?extend=transcript`;
    const answer = v.safeParse(v.object({ data: v.unknown() }), await api.get(path, RECOVERY_NEEDS));
    const whole = answer.success ? readItem(answer.output.data) : null;
    return whole !== null && alloCallKey(whole.id) === alloCallKey(item.id) ? whole : item;
  } catch (error) {
    const isAboutIt = error instanceof AlloApiError && (error.status === 400 || error.status === 404);
    if (isAboutIt) return item;
    throw error;
  }
}
