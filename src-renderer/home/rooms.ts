import { createStore, type StoreApi } from 'zustand/vanilla';
import type { CallKey, WebhookId } from '../../src-shared/brand.ts';
import type { Bridge } from '../../src-shared/ipc/contract.ts';
import type { HomePlace, HomeState } from '../../src-shared/ipc/home.ts';
import { feedHome } from '../bridge/feed.ts';

/** The rooms, in the order of their keys: Ctrl or Cmd with 1, 2, 3, 4. */
export const ROOMS = ['calls', 'texts', 'activity', 'settings'] as const;
export type Room = (typeof ROOMS)[number];

/** A call that somebody asked for: a new object each time, so that asking twice shows it twice. */
export interface AskedCall {
  readonly key: CallKey;
}

/** A text that somebody asked for: a new object each time. */
export interface AskedText {
  readonly id: WebhookId;
}

/** What the home window shows. */
export interface HomeView {
  readonly home: HomeState | null;
  readonly here: Room;
  /** Rooms that were seen keep what was done in them. */
  readonly entered: ReadonlySet<Room>;
  readonly call: AskedCall | null;
  readonly text: AskedText | null;
  /** Somebody asked for a test call that is not played yet. */
  readonly testAsked: boolean;
  /** The agent has seen what a fresh pairing does, or has gone on. */
  readonly proven: boolean;
}
export type HomeStore = StoreApi<HomeView>;

export function createHomeStore(home: HomeState | null = null, here: Room = 'calls'): HomeStore {
  return createStore(() => ({
    home,
    here,
    entered: new Set([here]),
    call: null,
    text: null,
    testAsked: false,
    proven: false,
  }));
}

/** The door of a room. */
export function placeOf(room: Room): HomePlace {
  if (room === 'calls') return { view: room, call: null };
  return room === 'texts' ? { view: room, text: null } : { view: room };
}

export function goTo(store: HomeStore, place: HomePlace): void {
  const { entered, call, text } = store.getState();
  store.setState({
    here: place.view,
    entered: new Set([...entered, place.view]),
    call: place.view === 'calls' && place.call !== null ? { key: place.call } : call,
    text: place.view === 'texts' && place.text !== null ? { id: place.text } : text,
    testAsked: place.view === 'activity' && place.test === true,
    proven: true,
  });
}

/** Keeps the store at what main tells, and goes where main sends it. Returns the unsubscribe. */
export function followHome(bridge: Bridge, store: HomeStore): () => void {
  const stopGoing = bridge.on('home:goTo', (place) => goTo(store, place));
  const stopFeeding = feedHome(bridge, store);
  return () => {
    stopGoing();
    stopFeeding();
  };
}
