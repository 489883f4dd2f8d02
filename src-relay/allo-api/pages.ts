import * as v from 'valibot';
import { AlloApiError } from './client.ts';

/** The most that Allo gives at once. Source: https://help.withallo.com/en/v2/api-reference/guides/pagination */
export const PAGE_SIZE = 100;
const MOST_PAGES = 200;
/** Between two pages: far under the 20 reads in a second that a key has. */
const PAUSE_MS = 150;

const pageSchema = v.object({
  data: v.array(v.unknown()),
  /** Absent where a list is not divided. */
  pagination: v.optional(
    v.nullable(
      v.object({
        has_more: v.optional(v.nullable(v.boolean())),
        total_pages: v.optional(v.nullable(v.number())),
        total_count: v.optional(v.nullable(v.number())),
      }),
    ),
  ),
});

export interface AllPages {
  readonly entries: readonly unknown[];
  /** Whether there are as many as Allo counted, and the list stayed as it was while its pages were read. */
  readonly isWhole: boolean;
}

/**
 * Reads a list to its end, page by page.
 * @param ask answers one page, from 1
 * @throws AlloApiError whatever page failed: half a list is none
 */
export async function allPages(
  ask: (page: number) => Promise<unknown>,
  wait: (ms: number) => Promise<void>,
): Promise<AllPages> {
  const entries: unknown[] = [];
  const seen = new Set<string>();
  const counts = new Set<number>();
  let hasMoved = false;
  for (let page = 1; ; page += 1) {
    if (page > 1) await wait(PAUSE_MS);
    const read = v.safeParse(pageSchema, await ask(page));
    if (!read.success) {
      throw new AlloApiError(200, "Allo's API answered in a way that this Ringside does not know (no list)");
    }
    const { data, pagination } = read.output;
    entries.push(...data);
    // What came onto an earlier page, or left one, pushes another entry past the reader.
    const names = data.map(nameOf);
    hasMoved ||= names.some((name) => seen.has(name));
    for (const name of names) seen.add(name);
    if (typeof pagination?.total_count === 'number') counts.add(pagination.total_count);
    const pages = pagination?.total_pages ?? page;
    const hasMore = pagination?.has_more ?? page < pages;
    if (!hasMore) {
      const count = pagination?.total_count ?? entries.length;
      const isStill = !hasMoved && counts.size <= 1;
      return { entries, isWhole: isStill && page >= pages && entries.length >= count };
    }
    // One that says for ever that there is more.
    if (data.length === 0 || page >= MOST_PAGES) return { entries, isWhole: false };
  }
}

/** An entry's id, else the whole entry. */
function nameOf(entry: unknown): string {
  return v.is(v.object({ id: v.string() }), entry) ? entry.id : JSON.stringify(entry);
}
