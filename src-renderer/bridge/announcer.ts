import { createStore, type StoreApi } from 'zustand/vanilla';

/** The text of the page's one live region. */
export type Announcer = StoreApi<{ readonly text: string }>;

/** Starts empty: only what is filled in after the page has loaded is read out. */
export function createAnnouncer(): Announcer {
  return createStore(() => ({ text: '' }));
}
