import type { ComponentProps } from 'react';
import { Boundary } from '../bounds/Boundary.tsx';
import { useSurroundings } from '../bridge/Surroundings.tsx';
import { Card } from './Card.tsx';
import styles from './PlainCard.module.css';
import { PlainCard } from './PlainCard.tsx';
import { Simplified } from './PlainFacts.tsx';
import { TextButton } from './TextButton.tsx';

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
  const { bridge, language } = useSurroundings();
  const { words } = language;
  const close = () => void bridge.request('card:dismiss', { key: cardKey }).catch(reportError);
  return (
    <article className={styles['card']} aria-label={words.failure.card} data-key={cardKey}>
      <Simplified text={words.failure.card} />
      <footer className={styles['footer']}>
        <TextButton onClick={close}>{words.card.close}</TextButton>
      </footer>
    </article>
  );
}
