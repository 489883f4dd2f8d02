import '@fontsource-variable/inter';
import '../../src-renderer/tokens/tokens.css';
import '../../src-renderer/tokens/base.css';
import '../../src-renderer/home/home.css';
import { createRoot } from 'react-dom/client';
import { createAnnouncer } from '../../src-renderer/bridge/announcer.ts';
import { Page } from '../../src-renderer/bridge/Page.tsx';
import { feedCalls } from '../../src-renderer/calls/history-feed.ts';
import { HomePage } from '../../src-renderer/home/HomePage.tsx';
import { createHomeStore } from '../../src-renderer/home/rooms.ts';
import { chooseLanguage } from '../../src-shared/words/language.ts';
import type { CallKey } from '../../src-shared/brand.ts';
import { NOW } from './moment.ts';
import { bridgeOf, ROOM_STATES } from './roomStates.ts';

/** The home window in one state: `?state=NAME&locale=fr-FR`. */
const query = new URLSearchParams(location.search);
const state = ROOM_STATES[query.get('state') ?? 'settings'];
const root = document.getElementById('root');
if (root !== null && state !== undefined) {
  const store = createHomeStore({ ...state.home, justPaired: state.proving ?? false }, state.room);
  const bridge = bridgeOf(state);
  const language = chooseLanguage([query.get('locale') ?? 'en-GB']);
  const calls = feedCalls(bridge);
  calls.store.setState({
    typed: state.typed ?? '',
    filters: new Set(state.filters),
    openSeries: new Set(state.openSeries === undefined ? [] : [state.openSeries as CallKey]),
  });
  if (state.read !== undefined) store.setState({ call: { key: state.read.card.key } });
  document.documentElement.lang = language.locale;
  createRoot(root).render(
    <Page bridge={bridge} language={language} clock={() => NOW} announcer={createAnnouncer()}>
      <HomePage store={store} calls={calls} />
    </Page>,
  );
}
