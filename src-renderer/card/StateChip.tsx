import type { CardModel } from '../../src-shared/card/model.ts';
import { useSurroundings } from '../bridge/Surroundings.tsx';
import { durationOf } from '../../src-shared/format/durations.ts';
import { chipOf, isOneLine } from './appearance.ts';
import { Chip } from './Chip.tsx';
import styles from './StateChip.module.css';
import { Timer } from './Timer.tsx';

/** Where the call stands: always a word, never a colour alone. */
export function StateChip({ card }: { readonly card: CardModel }) {
  const { words } = useSurroundings().language;
  const { tone, text } = chipOf(card, words);
  return (
    <Chip tone={tone} className={styles['chip']}>
      <span className={styles['word']} title={text} dir="auto">
        {text}
      </span>
      <Length card={card} />
    </Chip>
  );
}

/** How long the call lasts, or lasted. */
function Length({ card }: { readonly card: CardModel }) {
  const { words } = useSurroundings().language;
  if (isOneLine(card)) return null;
  if (card.phase === 'answered' && card.answeredAt !== null)
    return (
      <span className={styles['length']}>
        {'· '}
        <Timer since={card.answeredAt} />
      </span>
    );
  if (card.durationS === null || card.durationS <= 0) return null;
  return <span className={styles['length']}>{`· ${durationOf(card.durationS, words.units)}`}</span>;
}
