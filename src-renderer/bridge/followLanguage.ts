import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Bridge, PageState } from '../../src-shared/ipc/contract.ts';
import { chooseLanguage, languageFrom, type Language } from '../../src-shared/words/language.ts';

/** Asks main for the page's language, before anything is drawn, and follows it: the document says which it is. */
export async function followLanguage(bridge: Bridge): Promise<StoreApi<Language>> {
  const store = createStore<Language>(() => chooseLanguage(navigator.languages));
  let told = false;
  const accept = ({ language, locale }: PageState): void => {
    told = true;
    store.setState(languageFrom(language, locale), true);
    document.documentElement.lang = locale;
  };
  document.documentElement.lang = store.getState().locale;
  bridge.on('page:state', accept);
  try {
    const answer = await bridge.request('page:ready');
    // A push that overtook this answer is newer.
    if (!told) accept(answer);
  } catch (error) {
    reportError(error);
  }
  return store;
}
