import { Activity, PhoneCall, Settings2, type LucideIcon } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { HomeState } from '../../../src-shared/ipc/home.ts';
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
          const missed = room === 'calls' && home.missed > 0 ? home.missed : null;
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
              <Icon size={15} aria-hidden="true" />
              <span>{words.room[room]}</span>
              {missed === null ? null : (
                <span className={styles['missed']} aria-label={words.call.missedCount(missed)} role="img">
                  {missed > 99 ? '99+' : missed}
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
