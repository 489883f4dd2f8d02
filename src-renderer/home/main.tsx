import './home.css';
import { createStore } from 'zustand/vanilla';
import type { HomeState } from '../../src-shared/ipc/contract.ts';
import { feedHome } from '../bridge/feed.ts';
import { start } from '../bridge/start.tsx';
import { HomePage } from './HomePage.tsx';

const store = createStore<{ home: HomeState | null }>(() => ({ home: null }));
feedHome(window.ringside, store);
await start(window.ringside, <HomePage store={store} />);
