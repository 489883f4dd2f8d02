import { expect, test } from 'vitest';
import type { CallKey } from '../../../src-shared/brand.ts';
import { createAppState } from '../../../src-main/app-state/app-state.ts';
import { createHistory } from '../../../src-main/history/history.ts';
import { useBooks } from './books.ts';
import { fillBook } from './large-book.ts';
import { viewsOn } from './views.ts';
import { NOON } from './heard.ts';

const books = useBooks();
const CALLS = 10_000;

test(
  '10,000 calls open, and are listed page by page, without anybody waiting',
  { timeout: 120_000 },
  async () => {
    const filled = await books.open();
    await fillBook(filled, CALLS);
    await filled.rewrite();
    await filled.close();

    const opening = process.threadCpuUsage();
    const book = await books.open();
    const openMs = msSince(opening);
    expect(book.order()).toHaveLength(CALLS);

    const appState = createAppState().get;
    const history = createHistory({ book, appState, ...viewsOn(appState), now: () => NOON });
    const paging = process.threadCpuUsage();
    const first = await history.page(null);
    const pageMs = msSince(paging);
    expect(first.rows).toHaveLength(500);
    let last: CallKey | null = first.next;
    let pages = 1;
    while (last !== null && pages < 3) {
      last = (await history.page(last)).next;
      pages += 1;
    }
    expect(last).toBe('call-1499');
    // Several times what a quiet machine takes: this is no benchmark, it catches what grows with the square.
    expect(openMs).toBeLessThan(3_000);
    expect(pageMs).toBeLessThan(5_000);
  },
);

/** Of the processor, whoever else wants it. */
function msSince(began: NodeJS.CpuUsage): number {
  const { user, system } = process.threadCpuUsage(began);
  return (user + system) / 1000;
}
