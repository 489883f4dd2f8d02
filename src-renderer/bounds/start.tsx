import '@fontsource-variable/inter';
import '../tokens/tokens.css';
import '../tokens/base.css';
import { StrictMode, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import type { Bridge } from '../../src-shared/ipc/contract.ts';
import type { Language } from '../../src-shared/words/language.ts';
import { Boundary } from './Boundary.tsx';
import { NoPage } from './NoPage.tsx';
import { reportFailure, reportUncaught } from './report.ts';
import { createAnnouncer } from '../bridge/announcer.ts';
import { followLanguage } from '../bridge/followLanguage.ts';
import { SpokenPage } from '../bridge/SpokenPage.tsx';

/** Draws a page into the document, in the language that main says and that it returns, and follows main's changes. */
export async function start(bridge: Bridge, page: ReactNode): Promise<Language> {
  reportUncaught(bridge);
  const root = document.getElementById('root');
  if (root === null) throw new Error('The document has no #root.');
  // The first card must not wait for its letters.
  document.fonts.load('14px "Inter Variable"').catch(reportError);
  const language = await followLanguage(bridge);
  createRoot(root, { onUncaughtError: (error) => reportFailure(bridge, 'page', error) }).render(
    <StrictMode>
      <SpokenPage bridge={bridge} language={language} clock={Date.now} announcer={createAnnouncer()}>
        <Boundary part="page" instead={<NoPage />}>
          {page}
        </Boundary>
      </SpokenPage>
    </StrictMode>,
  );
  return language.getState();
}
