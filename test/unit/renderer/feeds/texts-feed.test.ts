import { afterEach, expect, test, vi } from 'vitest';
import type { WebhookId } from '../../../../src-shared/brand.ts';
import type { Bridge, Pushes } from '../../../../src-shared/ipc/contract.ts';
import type { TextPage } from '../../../../src-shared/texts/rows.ts';
import { feedTexts } from '../../../../src-renderer/feeds/texts-feed.ts';
import { goToText, moveTo } from '../../../../src-renderer/feeds/texts-store.ts';
import { manyTexts, party, textRow } from '../../../fixtures/texts.ts';
import { until } from '../../../fixtures/until.ts';

afterEach(() => vi.unstubAllGlobals());

const ROWS = manyTexts(12, 3, 1_000_000);

/** Main's end: pages of five, each answered when it is let go. */
function mainSide() {
  const listeners = new Set<(change: Pushes['texts:changed']) => void>();
  const waiting: (() => void)[] = [];
  let broken = false;
  const page = (after: WebhookId | null): TextPage => {
    const from = after === null ? 0 : ROWS.findIndex(({ id }) => id === after) + 1;
    const rows = ROWS.slice(from, from + 5);
    return { rows, next: from + 5 < ROWS.length ? (rows.at(-1)?.id ?? null) : null };
  };
  const bridge = {
    request: (_: string, { after }: { after: WebhookId | null }) =>
      new Promise((answer, refuse) => {
        waiting.push(() => (broken ? refuse(new Error('no disk')) : answer(page(after))));
      }),
    on: (_: string, listener: never) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  } as unknown as Bridge;
  return {
    bridge,
    asked: () => waiting.length,
    push: (change: Pushes['texts:changed']) => listeners.forEach((listener) => listener(change)),
    break: (is: boolean) => (broken = is),
    next: async () => (await until('a request', () => waiting.shift()))(),
  };
}

test('nothing is pulled before somebody asks, then all of it, once', async () => {
  const main = mainSide();
  const { store, begin } = feedTexts(main.bridge);
  main.push({ rows: [textRow('early')], gone: [] });
  expect([main.asked(), store.getState().rows.length]).toEqual([0, 0]);
  begin();
  begin();
  expect(main.asked()).toBe(1);
  for (const _ of [1, 2, 3]) await main.next();
  await until('the end', () => store.getState().stage === 'ready');
  expect(store.getState().rows).toEqual(ROWS);
});

test('what is pushed while pages are under way is newer than what is in them', async () => {
  const main = mainSide();
  const { store, begin } = feedTexts(main.bridge);
  begin();
  const [first, second] = ROWS;
  if (first === undefined || second === undefined) throw new Error('no rows');
  main.push({ rows: [{ ...first, unread: true }], gone: [second.id] });
  for (const _ of [1, 2, 3]) await main.next();
  await until('the end', () => store.getState().stage === 'ready');
  expect(store.getState().rows[0]?.unread).toBe(true);
  expect(store.getState().rows).toHaveLength(11);
});

test('texts that do not come are said to be missing, and a retry brings them', async () => {
  vi.stubGlobal('reportError', vi.fn());
  const main = mainSide();
  const { store, begin, retry } = feedTexts(main.bridge);
  begin();
  await main.next();
  main.break(true);
  await main.next();
  await until('the failure', () => store.getState().stage === 'failed');
  expect(store.getState().rows).toHaveLength(5);
  main.break(false);
  retry();
  for (const _ of [1, 2, 3]) await main.next();
  await until('the end', () => store.getState().stage === 'ready');
  expect(store.getState().rows).toEqual(ROWS);
});

test('a thread that is open stays open when the text goes that it was opened by', async () => {
  const main = mainSide();
  const { store, begin } = feedTexts(main.bridge);
  begin();
  for (const _ of [1, 2, 3]) await main.next();
  await until('the end', () => store.getState().stage === 'ready');
  const [first] = ROWS;
  if (first === undefined) throw new Error('no rows');
  moveTo(store, first.id);
  main.push({ rows: [], gone: [first.id] });
  const active = store.getState().rows.find(({ id }) => id === store.getState().active);
  expect(active?.party.e164).toBe(first.party.e164);
});

test('a text that is asked for before it is there is shown once it is', () => {
  const main = mainSide();
  const { store, begin } = feedTexts(main.bridge);
  begin();
  goToText(store, 'late' as WebhookId);
  main.push({ rows: [textRow('late', { party: party('+33199009999') })], gone: [] });
  expect(store.getState()).toMatchObject({ active: 'late', reading: true, asked: { id: 'late' } });
  expect(store.getState().rows.map(({ id }) => id)).toContain('late');
});
