import { useId } from 'react';
import type { CallDetail } from '../../../src-shared/history/rows.ts';
import { useSurroundings } from '../../bridge/Surroundings.tsx';
import { PlainFacts, Simplified } from '../../card/PlainFacts.tsx';
import { Problem } from '../../card/Problem.tsx';
import { useCardActions } from '../../card/useCardActions.ts';
import styles from './PlainReading.module.css';

/** A call that cannot be drawn in full: who it was with, the number and the deals, as plain text. */
export function PlainReading({ detail }: { readonly detail: CallDetail }) {
  const { words } = useSurroundings().language;
  const { card } = detail;
  const { actions, problem } = useCardActions(card.key);
  const titleId = useId();
  return (
    <article className={styles['reading']} aria-labelledby={titleId} data-plain="true">
      <PlainFacts card={card} titleId={titleId} open={(deal) => actions.open('deal', { deal })} />
      <Simplified text={words.failure.call} />
      <Problem text={problem} />
    </article>
  );
}
