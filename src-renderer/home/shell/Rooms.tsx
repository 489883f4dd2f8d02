import { Activity, lazy, Suspense, type ReactNode } from 'react';
import { useStore } from 'zustand';
import { typeSearch as typeInCalls } from '../../feeds/calls-store.ts';
import type { CallsFeed } from '../../feeds/history-feed.ts';
import type { TextsFeed } from '../../feeds/texts-feed.ts';
import { typeSearch as typeInTexts } from '../../feeds/texts-store.ts';
import type { HomeState } from '../../../src-shared/ipc/home.ts';
import { useSurroundings } from '../../bridge/Surroundings.tsx';
import { goTo, placeOf, ROOMS, type HomeStore, type Room } from '../rooms.ts';
import { Boundary } from '../../bounds/Boundary.tsx';
import { notDrawn } from '../NotDrawn.tsx';
import { Unseen } from '../../bridge/Unseen.tsx';
import { CarefulNote } from './CarefulNote.tsx';
import { KeptAwayNote } from './KeptAwayNote.tsx';
import { KeptNote } from './KeptNote.tsx';
import { OfflineNote } from './OfflineNote.tsx';
import styles from './Rooms.module.css';
import { TopBar } from './TopBar.tsx';
import { useRoomKeys } from './useRoomKeys.ts';
import { useTitle } from './useTitle.ts';

/** Each room's code is loaded when the room is first entered. */
const CallsRoom = lazy(async () => ({ default: (await import('../../calls/CallsView.tsx')).CallsView }));
const TextsRoom = lazy(async () => ({ default: (await import('../../texts/TextsView.tsx')).TextsView }));
const ActivityRoom = lazy(async () => ({
  default: (await import('../activity/ActivityRoom.tsx')).ActivityRoom,
}));
const SettingsRoom = lazy(async () => ({
  default: (await import('../settings/SettingsRoom.tsx')).SettingsRoom,
}));

interface Props {
  readonly home: HomeState;
  readonly store: HomeStore;
  readonly calls: CallsFeed;
  readonly texts: TextsFeed;
}

/** The rooms of a paired computer: one is seen, and those that were entered keep what was done in them. */
export function Rooms({ home, store, calls, texts }: Props) {
  const { here, entered, call, text, testAsked } = useStore(store);
  const { words } = useSurroundings().language;
  const go = (room: Room) => goTo(store, placeOf(room));
  useRoomKeys(go);
  useTitle(here, home.missed);

  const rooms: Readonly<Record<Room, ReactNode>> = {
    calls: (
      <>
        <h1>
          <Unseen>{words.room.calls}</Unseen>
        </h1>
        <CallsRoom
          calls={calls}
          asked={call}
          texts={texts}
          onTexts={(typed) => {
            typeInTexts(texts.store, typed);
            go('texts');
          }}
          onTest={() => goTo(store, { view: 'activity', test: true })}
        />
      </>
    ),
    texts: (
      <>
        <h1>
          <Unseen>{words.room.texts}</Unseen>
        </h1>
        <TextsRoom
          texts={texts}
          calls={calls}
          asked={text}
          onCall={(key) => goTo(store, { view: 'calls', call: key })}
          onCalls={(typed) => {
            typeInCalls(calls.store, typed);
            go('calls');
          }}
        />
      </>
    ),
    activity: (
      <ActivityRoom link={home.link} test={testAsked} onTest={() => store.setState({ testAsked: false })} />
    ),
    settings: <SettingsRoom home={home} />,
  };
  return (
    <div className={styles['rooms']}>
      <header>
        <TopBar here={here} home={home} onGo={go} />
        <Boundary part="shell" of={home.link} instead={null}>
          <OfflineNote link={home.link} />
        </Boundary>
        <KeptAwayNote kept={home.link.kind === 'live' ? home.keptAway : null} />
        {home.isCareful ? <CarefulNote /> : null}
      </header>
      <main className={styles['main']}>
        {ROOMS.filter((room) => entered.has(room)).map((room) => (
          <Activity key={room} mode={room === here ? 'visible' : 'hidden'}>
            <div className={styles['room']}>
              <Boundary part={room} instead={notDrawn(words.room[room])}>
                <Suspense fallback={null}>{rooms[room]}</Suspense>
              </Boundary>
            </div>
          </Activity>
        ))}
      </main>
      <footer>
        <Boundary part="shell" of={home} instead={null}>
          <KeptNote
            tokenKept={home.tokenKept}
            historyKept={home.historyKept}
            historyAside={home.historyAside}
          />
        </Boundary>
      </footer>
    </div>
  );
}
