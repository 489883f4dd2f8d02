import { createStore, type StoreApi } from 'zustand/vanilla';
import type { WebhookId } from '../../src-shared/brand.ts';
import { mergeTexts } from '../../src-shared/texts/merge.ts';
import type { TextRow } from '../../src-shared/texts/rows.ts';

/** What the room of the texts shows, and what was done in it. */
export interface TextsState {
  /** `idle`: nobody has asked for them yet. `failed`: some of the rows did not come; those that did are shown. */
  readonly stage: 'idle' | 'loading' | 'ready' | 'failed';
  /** Newest first. */
  readonly rows: readonly TextRow[];
  readonly typed: string;
  /** A text of the thread that the arrows are on: its threads may be named otherwise later, the text stays. */
  readonly active: WebhookId | null;
  /** Where one pane is all there is room for: the active thread covers the list. */
  readonly reading: boolean;
  /** The text that somebody asked for, to be in sight: a new object each time. */
  readonly asked: { readonly id: WebhookId } | null;
}
export type TextsStore = StoreApi<TextsState>;

export function createTextsStore(): TextsStore {
  return createStore(() => ({
    stage: 'idle',
    rows: [],
    typed: '',
    active: null,
    reading: false,
    asked: null,
  }));
}

/** Puts rows in and takes texts out. */
export function changeTexts(
  store: TextsStore,
  changed: readonly TextRow[],
  gone: readonly WebhookId[] = [],
): void {
  store.setState(({ rows, active }) => {
    const merged = mergeTexts(rows, changed, gone);
    return { rows: merged, active: active === null ? null : staying(active, rows, merged, gone) };
  });
}

/** When the active text goes, another one of its thread takes its place. */
function staying(
  active: WebhookId,
  before: readonly TextRow[],
  after: readonly TextRow[],
  gone: readonly WebhookId[],
): WebhookId {
  if (!gone.includes(active)) return active;
  const party = before.find(({ id }) => id === active)?.party;
  if (party === undefined || party.tail === null) return active;
  const other = after.find((row) => row.party.tail === party.tail && row.party.e164 === party.e164);
  return other?.id ?? active;
}

export function typeSearch(store: TextsStore, typed: string): void {
  store.setState({ typed });
}

export function moveTo(store: TextsStore, text: WebhookId): void {
  store.setState({ active: text, asked: null });
}

export function read(store: TextsStore, text: WebhookId): void {
  store.setState({ active: text, reading: true, asked: null });
}

/** Opens the thread of a text, with the text in sight. */
export function goToText(store: TextsStore, text: WebhookId): void {
  store.setState({ active: text, reading: true, asked: { id: text } });
}

export function backToList(store: TextsStore): void {
  store.setState({ reading: false });
}
