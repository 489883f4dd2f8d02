import { Undo2 } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { ClosedCard as Closed } from '../../src-shared/ipc/pop.ts';
import { useAsk } from '../bridge/useAsk.ts';
import { useSurroundings } from '../bridge/Surroundings.tsx';
import { ActionButton } from '../card/ActionButton.tsx';
import { Problem } from '../card/Problem.tsx';
import styles from './ClosedCard.module.css';

interface Props {
  readonly closed: Closed;
  /** Keys are for it: its card was closed with the keyboard, or nothing else is there. */
  readonly summoned: boolean;
}

/** Stands where a card was until it cannot be had back any more: whose it was, and the way back. */
export function ClosedCard({ closed, summoned }: Props) {
  const { bridge, language } = useSurroundings();
  const { words } = language;
  const bar = useRef<HTMLElement>(null);
  const { askOrHear, problem } = useAsk();
  useEffect(() => {
    if (summoned) bar.current?.querySelector('button')?.focus();
  }, [summoned]);
  const undo = () =>
    void askOrHear(() => bridge.request('card:reopen', { key: closed.key }), words.action.couldNotReopen);
  return (
    <section ref={bar} className={styles['closed']} aria-label={words.card.closedOf(nameIn(closed, words))}>
      <p className={styles['text']}>
        {words.card.closed} <bdi className={styles['who']}>{nameIn(closed, words)}</bdi>
      </p>
      <ActionButton onClick={undo}>
        <Undo2 size="1em" aria-hidden="true" />
        {words.card.undo}
      </ActionButton>
      <Problem text={problem} />
    </section>
  );
}

function nameIn({ who }: Closed, words: { readonly call: { readonly numberWithheld: string } }): string {
  return who ?? words.call.numberWithheld;
}
