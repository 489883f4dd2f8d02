import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Bridge, PageState } from '../../src-shared/ipc/contract.ts';
import { chooseLanguage, languageFrom, type Language } from '../../src-shared/words/language.ts';
import { follow } from './follow.ts';

/** Asks main for the page's language, before anything is drawn, and follows it: the document says which it is. */
export async function followLanguage(bridge: Bridge): Promise<StoreApi<Language>> {
  const store = createStore<Language>(() => chooseLanguage(navigator.languages));
  const accept = ({ language, locale }: PageState): void => {
    store.setState(languageFrom(language, locale), true);
    document.documentElement.lang = locale;
  };
  document.documentElement.lang = store.getState().locale;
  await follow(bridge, 'page:state', () => bridge.request('page:ready'), accept).answered;
  return store;
}
