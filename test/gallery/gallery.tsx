/// <reference types="vite/client" />
import '@fontsource-variable/inter';
import '../../src-renderer/tokens/tokens.css';
import '../../src-renderer/tokens/base.css';
import './gallery.css';
import { createRoot } from 'react-dom/client';
import { createAnnouncer } from '../../src-renderer/bridge/announcer.ts';
import { Page } from '../../src-renderer/bridge/Page.tsx';
import { Card } from '../../src-renderer/card/Card.tsx';
import { DigestCard } from '../../src-renderer/pop/DigestCard.tsx';
import { chooseLanguage } from '../../src-shared/words/language.ts';
import { fakeBridge } from './fakeBridge.ts';
import { NOW } from './moment.ts';
import { SCENES } from './scenes.ts';

/** All scenes side by side: `?locale=fr-FR` in another language, `&only=NAME` those whose name begins so. */
function Gallery({ only }: { readonly only: string }) {
  return (
    <div className="cards">
      {SCENES.filter(({ name }) => name.startsWith(only)).map(({ name, shown }) => (
        <figure key={name}>
          <figcaption>{name}</figcaption>
          <div className="stack">
            {shown.cards.map((card, place) => (
              <Card key={card.key} card={card} summoned={shown.summoned && place === 0} />
            ))}
            {shown.digest === null ? null : <DigestCard digest={shown.digest} />}
          </div>
        </figure>
      ))}
    </div>
  );
}

const query = new URLSearchParams(location.search);
const language = chooseLanguage([query.get('locale') ?? 'en-GB']);
document.documentElement.lang = language.locale;
const root = document.getElementById('root');
if (root !== null)
  createRoot(root).render(
    <Page bridge={fakeBridge} language={language} clock={() => NOW} announcer={createAnnouncer()}>
      <Gallery only={query.get('only') ?? ''} />
    </Page>,
  );
