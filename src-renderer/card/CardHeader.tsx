import { ChevronDown, NotebookPen, Pin, PhoneOutgoing, X } from 'lucide-react';
import type { CardModel } from '../../src-shared/card/model.ts';
import { useSurroundings } from '../bridge/Surroundings.tsx';
import { Age } from './Age.tsx';
import styles from './CardHeader.module.css';
import { IconButton } from './IconButton.tsx';
import { StateChip } from './StateChip.tsx';
import type { CardActions } from './useCardActions.ts';

interface Props {
  readonly card: CardModel;
  readonly actions: CardActions;
  /** For a card of one line: whether it is folded, and the way to change it. */
  readonly fold: { readonly folded: boolean; readonly toggle: () => void } | null;
  /** Opens the note; null when it is open, or there is no room. */
  readonly jot: (() => void) | null;
}

/** The state, which line and how long ago; note, pin and close. */
export function CardHeader({ card, actions, fold, jot }: Props) {
  const { words } = useSurroundings().language;
  return (
    <header className={styles['header']}>
      <StateChip card={card} />
      <span className={styles['meta']}>
        {card.direction === 'outbound' ? (
          <PhoneOutgoing size="0.75rem" role="img" aria-hidden={false} aria-label={words.call.outbound} />
        ) : null}
        {card.line === null ? null : (
          <span className={styles['line']} dir="auto" title={card.line}>
            {card.line}
          </span>
        )}
        <Age card={card} />
        {card.repeats === null ? null : (
          <span className={styles['repeats']}>{words.card.calledTimes(card.repeats.count)}</span>
        )}
      </span>
      <span className={styles['buttons']}>
        {fold === null ? null : (
          <IconButton
            icon={ChevronDown}
            name={fold.folded ? words.card.unfold : words.card.fold}
            expanded={!fold.folded}
            onClick={fold.toggle}
          />
        )}
        {jot === null ? null : <IconButton icon={NotebookPen} name={words.card.note} onClick={jot} />}
        <IconButton
          icon={Pin}
          name={card.pinned ? words.card.unpin : words.card.pin}
          pressed={card.pinned}
          onClick={() => actions.pin(!card.pinned)}
        />
        <IconButton icon={X} name={words.card.close} onClick={actions.dismiss} />
      </span>
    </header>
  );
}
