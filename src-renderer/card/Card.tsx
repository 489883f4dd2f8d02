import { useId, useState } from 'react';
import type { CardModel } from '../../src-shared/card/model.ts';
import { isOneLine } from './appearance.ts';
import styles from './Card.module.css';
import { CardHeader } from './CardHeader.tsx';
import { Deals } from './Deals.tsx';
import { Footer } from './Footer.tsx';
import { NumberRow } from './NumberRow.tsx';
import { Problem } from './Problem.tsx';
import { Transfer } from './Transfer.tsx';
import { Summary } from './Summary.tsx';
import { useCardActions } from './useCardActions.ts';
import { usePaintedMark } from './usePaintedMark.ts';
import { useTouch } from './useTouch.ts';
import { Who } from './Who.tsx';
import { WhoLine } from './WhoLine.tsx';

/** One call, from its ring to its summary. */
export function Card({ card }: { readonly card: CardModel }) {
  const { actions, problem } = useCardActions(card.key);
  const touch = useTouch(actions.touch);
  const titleId = useId();
  const [opened, setOpened] = useState(false);
  usePaintedMark(card.key, card.phase);

  const foldable = isOneLine(card);
  const folded = foldable && !opened;
  return (
    <article
      className={styles['card']}
      aria-labelledby={titleId}
      data-key={card.key}
      data-phase={card.phase}
      {...touch}
    >
      <CardHeader
        card={card}
        actions={actions}
        fold={foldable ? { folded, toggle: () => setOpened(folded) } : null}
      />
      {folded ? (
        <WhoLine card={card} titleId={titleId} />
      ) : (
        <>
          <Who card={card} actions={actions} titleId={titleId} />
          <NumberRow card={card} copy={actions.copy} />
          <Transfer to={card.transferredTo} />
          <Summary card={card} copy={actions.copy} />
          <Deals card={card} open={actions.open} />
        </>
      )}
      <Problem text={problem} />
      {folded ? null : <Footer card={card} actions={actions} />}
    </article>
  );
}
