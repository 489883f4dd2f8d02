import { Activity, MessageSquare, PhoneCall, Settings2, type LucideIcon } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { HomeState } from '../../../src-shared/ipc/home.ts';
import type { Words } from '../../../src-shared/words/en.ts';
import { PRODUCT } from '../../../src-shared/product.ts';
import { useSurroundings } from '../../bridge/Surroundings.tsx';
import { Boundary } from '../../bounds/Boundary.tsx';
import { ProductMark } from '../ProductMark.tsx';
import { ROOMS, type Room } from '../rooms.ts';
import { ConnectionChip } from './ConnectionChip.tsx';
import styles from './TopBar.module.css';

interface Props {
  readonly here: Room;
  readonly home: HomeState;
  readonly onGo: (room: Room) => void;
}

const ICONS: Readonly<Record<Room, LucideIcon>> = {
  calls: PhoneCall,
  texts: MessageSquare,
  activity: Activity,
  settings: Settings2,
};

/** The way between the rooms, and whether calls can arrive. */
export function TopBar({ here, home, onGo }: Props) {
  const { words } = useSurroundings().language;
  const current = useRef<HTMLButtonElement>(null);
  // The room that is left has just been hidden, and the focus in it would be nowhere.
  useEffect(() => {
    if (document.activeElement?.checkVisibility() === false) current.current?.focus();
  });
  return (
    <div className={styles['bar']}>
      <span className={styles['mark']}>
        <ProductMark />
      </span>
      <nav className={styles['nav']} aria-label={PRODUCT}>
        {ROOMS.map((room, n) => {
          const Icon = ICONS[room];
          const waiting = waitingIn(room, home, words);
          return (
            <button
              key={room}
              ref={room === here ? current : undefined}
              type="button"
              className={styles['room']}
              aria-current={room === here ? 'page' : undefined}
              aria-keyshortcuts={`Control+${n + 1} Meta+${n + 1}`}
              onClick={() => onGo(room)}
            >
              <Icon size="0.9375rem" aria-hidden="true" />
              <span>{words.room[room]}</span>
              {waiting === null ? null : (
                <span className={styles['waiting']} data-room={room} aria-label={waiting.name} role="img">
                  {waiting.count > 99 ? '99+' : waiting.count}
                </span>
              )}
            </button>
          );
        })}
      </nav>
      <Boundary part="shell" of={home} instead={null}>
        <ConnectionChip link={home.link} keptAway={home.keptAway} />
      </Boundary>
    </div>
  );
}

/** What waits in a room, as its badge says it; null: nothing. */
function waitingIn(
  room: Room,
  { missed, unreadTexts }: HomeState,
  words: Words,
): { readonly count: number; readonly name: string } | null {
  if (room === 'calls' && missed > 0) return { count: missed, name: words.call.missedCount(missed) };
  if (room === 'texts' && unreadTexts > 0)
    return { count: unreadTexts, name: words.texts.unread(unreadTexts) };
  return null;
}
