import type { ComponentProps } from 'react';
import { Boundary } from '../bounds/Boundary.tsx';
import { useSurroundings } from '../bridge/Surroundings.tsx';
import { Card } from './Card.tsx';
import styles from './PlainCard.module.css';
import { PlainCard } from './PlainCard.tsx';
import { Simplified } from './PlainFacts.tsx';
import { Problem } from './Problem.tsx';
import { TextButton } from './TextButton.tsx';
import { useCardActions } from './useCardActions.ts';

type Props = ComponentProps<typeof Card> & {
  /** Drawing it in full ended the page once. */
  readonly plain: boolean;
};

/** A card that costs no other: in full, else plainly, else as a line that can be closed. */
export function SafeCard({ plain, ...props }: Props) {
  const { card, summoned = false } = props;
  const plainly = (
    <Boundary part="plain card" of={card} instead={<NoCard cardKey={card.key} />}>
      <PlainCard card={card} summoned={summoned} />
    </Boundary>
  );
  if (plain) return plainly;
  return (
    <Boundary part="card" of={card} instead={plainly}>
      <Card {...props} />
    </Boundary>
  );
}

function NoCard({ cardKey }: { readonly cardKey: ComponentProps<typeof Card>['card']['key'] }) {
  const { words } = useSurroundings().language;
  const { actions, problem } = useCardActions(cardKey);
  return (
    <article className={styles['card']} aria-label={words.failure.card} data-key={cardKey}>
      <Simplified text={words.failure.card} />
      <Problem text={problem} />
      <footer className={styles['footer']}>
        <TextButton onClick={actions.dismiss}>{words.card.close}</TextButton>
      </footer>
    </article>
  );
}
