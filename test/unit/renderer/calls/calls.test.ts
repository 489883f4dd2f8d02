import { afterEach, describe, expect, test, vi } from 'vitest';
import type { CallKey } from '../../../../src-shared/brand.ts';
import type { HistoryPage, HistoryRow } from '../../../../src-shared/history/rows.ts';
import type { Bridge, Pushes } from '../../../../src-shared/ipc/contract.ts';
import { moveTo, read } from '../../../../src-renderer/feeds/calls-store.ts';
import { matchesIn, stepFrom } from '../../../../src-renderer/calls/detail/transcript-find.ts';
import { feedCalls } from '../../../../src-renderer/feeds/history-feed.ts';
import { historyRow, manyRows } from '../../../fixtures/history.ts';
import { until } from '../../../fixtures/until.ts';

const ROWS = manyRows(12, 40, Date.UTC(2026, 0, 13));
const [A, B, C] = ROWS as [HistoryRow, HistoryRow, HistoryRow];

/** Main's end: pages of five, each answered when it is let go. */
function mainSide(rows: readonly HistoryRow[]) {
  const listeners = new Set<(change: Pushes['history:changed']) => void>();
  const waiting: (() => void)[] = [];
  let broken = false;
  const page = (after: CallKey | null): HistoryPage => {
    const from = after === null ? 0 : rows.findIndex(({ key }) => key === after) + 1;
    const part = rows.slice(from, from + 5);
    return { rows: part, next: from + 5 < rows.length ? (part.at(-1)?.key ?? null) : null };
  };
  const request = (_: string, { after }: { after: CallKey | null }) =>
    new Promise((answer, refuse) => {
      waiting.push(() => (broken ? refuse(new Error('no disk')) : answer(page(after))));
    });
  const bridge = {
    request,
    on: (_: string, listener: never) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  } as unknown as Bridge;
  return {
    bridge,
    push: (
      rows: readonly HistoryRow[],
      gone: readonly CallKey[] = [],
      moved: Pushes['history:changed']['moved'] = [],
    ) => {
      for (const listener of listeners) listener({ rows, gone, moved });
    },
    break: (is: boolean) => (broken = is),
    next: async () => (await until('a request', () => waiting.shift()))(),
    listeners,
  };
}

afterEach(() => vi.unstubAllGlobals());

describe('the calls room', () => {
  test('pulls every page, and shows each as it comes', async () => {
    const main = mainSide(ROWS);
    const { store } = feedCalls(main.bridge);
    expect(store.getState().stage).toBe('loading');
    await main.next();
    await until('the first page', () => store.getState().rows.length === 5);
    await main.next();
    await main.next();
    await until('the end', () => store.getState().stage === 'ready');
    expect(store.getState().rows).toEqual(ROWS);
  });

  test('what is pushed while pages are under way is newer than what is in them', async () => {
    const main = mainSide(ROWS);
    const { store } = feedCalls(main.bridge);
    const changed = { ...B, summary: 'Newer.' };
    main.push([changed], [C.key]);
    for (const _ of [1, 2, 3]) await main.next();
    await until('the end', () => store.getState().stage === 'ready');
    expect(store.getState().rows.find(({ key }) => key === B.key)).toBe(changed);
    expect(store.getState().rows.some(({ key }) => key === C.key)).toBe(false);
    expect(store.getState().rows).toHaveLength(11);
  });

  test.each([true, false])('the active call is followed when it moves, read or not (%s)', async (isRead) => {
    const main = mainSide(ROWS);
    const { store } = feedCalls(main.bridge);
    for (const _ of [1, 2, 3]) await main.next();
    await until('the end', () => store.getState().stage === 'ready');
    (isRead ? read : moveTo)(store, B.key);
    const to = 'call-moved' as CallKey;
    main.push([{ ...B, key: to }], [B.key], [[B.key, to]]);
    expect(store.getState()).toMatchObject({ active: to, reading: isRead });
  });

  test('rows that do not come are said to be missing, and a retry brings them', async () => {
    const reported = vi.fn();
    vi.stubGlobal('reportError', reported);
    const main = mainSide(ROWS);
    const feed = feedCalls(main.bridge);
    await main.next();
    main.break(true);
    await main.next();
    await until('the failure', () => feed.store.getState().stage === 'failed');
    expect(feed.store.getState().rows).toHaveLength(5);
    expect(reported).toHaveBeenCalledOnce();
    main.break(false);
    feed.retry();
    for (const _ of [1, 2, 3]) await main.next();
    await until('the end', () => feed.store.getState().stage === 'ready');
    expect(feed.store.getState().rows).toEqual(ROWS);
  });

  test('when the call under the arrows goes, its neighbour takes its place; one that is read stays', async () => {
    const main = mainSide(ROWS.slice(0, 3));
    const { store } = feedCalls(main.bridge);
    await main.next();
    await until('the end', () => store.getState().stage === 'ready');
    moveTo(store, B.key);
    main.push([], [B.key]);
    expect(store.getState().active).toBe(C.key);
    main.push([], [C.key]);
    expect(store.getState().active).toBe(A.key);
    read(store, A.key);
    main.push([], [A.key]);
    expect(store.getState()).toMatchObject({ active: A.key, rows: [] });
  });

  test('hears nothing any more once it is stopped', () => {
    const main = mainSide(ROWS);
    const feed = feedCalls(main.bridge);
    feed.stop();
    expect(main.listeners.size).toBe(0);
  });
});

describe('finding in a transcript', () => {
  const line = (text: string) => ({ speaker: 'caller', source: null, atS: null, text }) as const;
  const lines = [line('Thé, thé et THE.'), line(historyRow().summary ?? ''), line('the end')];

  test('finds every place in order, without case and accents, as it was typed', () => {
    expect(matchesIn(lines, 'the').map(({ line, from, to }) => [line, from, to])).toEqual([
      [0, 0, 3],
      [0, 5, 8],
      [0, 12, 15],
      [1, 18, 21],
      [2, 0, 3],
    ]);
    expect(matchesIn(lines, 'the end')).toHaveLength(1);
    expect(matchesIn(lines, '  ')).toEqual([]);
  });

  test('next and previous go round', () => {
    expect([stepFrom(0, 1, 3), stepFrom(2, 1, 3), stepFrom(0, -1, 3), stepFrom(-1, 1, 0)]).toEqual([
      1, 0, 2, -1,
    ]);
  });
});
