import type { CardModel } from '../../src-shared/card/model.ts';
import { Player } from '../player/Player.tsx';
import { usePlayback } from '../player/usePlayback.ts';
import styles from './Recording.module.css';

/** The recording of the call, played here. */
export function Recording({ card }: { readonly card: CardModel }) {
  return card.has.recording ? <Playable card={card} /> : null;
}

function Playable({ card }: { readonly card: CardModel }) {
  const playback = usePlayback(card.key, card.durationS);
  return (
    <div className={styles['recording']}>
      <Player playback={playback} />
    </div>
  );
}
