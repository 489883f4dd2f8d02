import './pop.css';
import { createStore } from 'zustand/vanilla';
import { NOTHING_SHOWN, type PopState } from '../../src-shared/ipc/pop.ts';
import { feedPop } from '../bridge/feed.ts';
import { start } from '../bounds/start.tsx';
import { PopPage } from './PopPage.tsx';
import { warmUp } from './warmUp.tsx';

const store = createStore<PopState>(() => NOTHING_SHOWN);
feedPop(window.ringside, store);
const language = await start(window.ringside, <PopPage store={store} />);
requestIdleCallback(() => warmUp(language), { timeout: 1_000 });
