/// <reference types="vite/client" />
import '@fontsource-variable/inter';
import '../../src-renderer/tokens/tokens.css';
import '../../src-renderer/tokens/base.css';
import './gallery.css';
import { createRoot } from 'react-dom/client';
import { createAnnouncer } from '../../src-renderer/bridge/announcer.ts';
import { Page } from '../../src-renderer/bridge/Page.tsx';
import { Card } from '../../src-renderer/card/Card.tsx';
import { feedCalls } from '../../src-renderer/calls/history-feed.ts';
import { HomePage } from '../../src-renderer/home/HomePage.tsx';
import { createHomeStore } from '../../src-renderer/home/rooms.ts';
import { chooseLanguage } from '../../src-shared/words/language.ts';
import { fakeBridge } from './fakeBridge.ts';
import { HOME_STATES } from './homeStates.ts';
import { NOW } from './moment.ts';
import { STATES } from './states.ts';

/** `?page=home` shows the home window's states, else the cards'; `&only=NAME` those whose name begins so. */
function Gallery() {
  const query = new URLSearchParams(location.search);
  const only = query.get('only') ?? '';
  if (query.get('page') === 'home')
    return (
      <div className="homes">
        {Object.entries(HOME_STATES).map(([name, home]) => (
          <figure key={name} data-state={name}>
            <figcaption>{name}</figcaption>
            <div className="home">
              <HomePage store={createHomeStore(home)} calls={feedCalls(fakeBridge)} />
            </div>
          </figure>
        ))}
      </div>
    );
  return (
    <div className="cards">
      {STATES.filter(({ key }) => key.startsWith(only)).map((card) => (
        <figure key={card.key} data-state={card.key}>
          <figcaption>{card.key}</figcaption>
          <div className="card">
            <Card card={card} />
          </div>
        </figure>
      ))}
    </div>
  );
}

const root = document.getElementById('root');
if (root !== null)
  createRoot(root).render(
    <Page
      bridge={fakeBridge}
      language={chooseLanguage(['en-GB'])}
      clock={() => NOW}
      announcer={createAnnouncer()}
    >
      <Gallery />
    </Page>,
  );
