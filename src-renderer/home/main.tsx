import './home.css';
import { start } from '../bridge/start.tsx';
import { HomePage } from './HomePage.tsx';
import { createHomeStore, followHome } from './rooms.ts';

const store = createHomeStore();
followHome(window.ringside, store);
await start(window.ringside, <HomePage store={store} />);
