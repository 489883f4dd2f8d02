import '@fontsource-variable/inter';
import '../tokens/tokens.css';
import '../tokens/base.css';
import { StrictMode, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import type { Bridge } from '../../src-shared/ipc/contract.ts';
import { chooseLanguage, type Language } from '../../src-shared/words/language.ts';
import { createAnnouncer } from './announcer.ts';
import { Page } from './Page.tsx';

/** Draws a page into the document, in the language that it returns. */
export function start(bridge: Bridge, page: ReactNode): Language {
  const root = document.getElementById('root');
  if (root === null) throw new Error('The document has no #root.');
  const language = chooseLanguage(navigator.languages);
  document.documentElement.lang = language.locale;
  // The first card must not wait for its letters.
  document.fonts.load('14px "Inter Variable"').catch(reportError);
  createRoot(root).render(
    <StrictMode>
      <Page bridge={bridge} language={language} clock={Date.now} announcer={createAnnouncer()}>
        {page}
      </Page>
    </StrictMode>,
  );
  return language;
}
