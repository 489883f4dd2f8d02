import './home.css';
import { start } from '../bridge/start.tsx';
import { feedCalls } from '../calls/history-feed.ts';
import { HomePage } from './HomePage.tsx';
import { createHomeStore, followHome } from './rooms.ts';

const store = createHomeStore();
followHome(window.ringside, store);
const calls = feedCalls(window.ringside);
await start(window.ringside, <HomePage store={store} calls={calls} />);
