import './home.css';
import { start } from '../bounds/start.tsx';
import { feedCalls } from '../feeds/history-feed.ts';
import { feedTexts } from '../feeds/texts-feed.ts';
import { HomePage } from './HomePage.tsx';
import { createHomeStore, followHome } from './rooms.ts';

const store = createHomeStore();
followHome(window.ringside, store);
const calls = feedCalls(window.ringside);
const texts = feedTexts(window.ringside);
await start(window.ringside, <HomePage store={store} calls={calls} texts={texts} />);
