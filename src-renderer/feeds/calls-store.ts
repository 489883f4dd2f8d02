import { createStore, type StoreApi } from 'zustand/vanilla';
import type { CallKey } from '../../src-shared/brand.ts';
import type { Filter } from '../../src-shared/history/filters.ts';
import { mergeRows } from '../../src-shared/history/merge.ts';
import type { Pushes } from '../../src-shared/ipc/contract.ts';
import type { HistoryRow } from '../../src-shared/history/rows.ts';

/** What the calls room shows, and what was done in it. */
export interface CallsState {
  /** `failed`: some of the rows did not come; those that did are shown. */
  readonly stage: 'loading' | 'ready' | 'failed';
  /** Newest first. */
  readonly rows: readonly HistoryRow[];
  readonly typed: string;
  readonly filters: ReadonlySet<Filter>;
  /** Series of missed calls that are shown in full. */
  readonly openSeries: ReadonlySet<CallKey>;
  /** The call that the arrows are on. */
  readonly active: CallKey | null;
  /** Where one pane is all there is room for: the active call covers the list. */
  readonly reading: boolean;
}
export type CallsStore = StoreApi<CallsState>;

export function createCallsStore(): CallsStore {
  return createStore(() => ({
    stage: 'loading',
    rows: [],
    typed: '',
    filters: new Set(),
    openSeries: new Set(),
    active: null,
    reading: false,
  }));
}

/** Puts rows in and takes calls out; the active one is followed when it moves, and when it goes its neighbour takes its place. */
export function changeRows(
  store: CallsStore,
  changed: readonly HistoryRow[],
  gone: readonly CallKey[] = [],
  moved: Pushes['history:changed']['moved'] = [],
): void {
  const { rows, openSeries, reading, ...before } = store.getState();
  const now = new Map(moved);
  const followed = (key: CallKey) => now.get(key) ?? key;
  const active = before.active === null ? null : followed(before.active);
  const merged = mergeRows(rows, changed, gone);
  if (active === null || !gone.includes(active) || reading) {
    const open = moved.length === 0 ? openSeries : new Set([...openSeries].map(followed));
    store.setState({ rows: merged, active, openSeries: open });
    return;
  }
  const at = rows.findIndex(({ key }) => key === active);
  const neighbour = merged[Math.min(at, merged.length - 1)];
  store.setState({ rows: merged, active: neighbour?.key ?? null });
}

export function typeSearch(store: CallsStore, typed: string): void {
  store.setState({ typed });
}

export function toggleFilter(store: CallsStore, filter: Filter): void {
  store.setState(({ filters }) => ({ filters: toggled(filters, filter) }));
}

/** Everything that narrows the list is taken back. */
export function clearAll(store: CallsStore): void {
  store.setState({ typed: '', filters: new Set() });
}

export function toggleSeries(store: CallsStore, series: CallKey): void {
  store.setState(({ openSeries }) => ({ openSeries: toggled(openSeries, series) }));
}

export function moveTo(store: CallsStore, key: CallKey): void {
  store.setState({ active: key });
}

export function read(store: CallsStore, key: CallKey): void {
  store.setState({ active: key, reading: true });
}

export function backToList(store: CallsStore): void {
  store.setState({ reading: false });
}

function toggled<T>(set: ReadonlySet<T>, one: T): ReadonlySet<T> {
  const next = new Set(set);
  if (!next.delete(one)) next.add(one);
  return next;
}
