import { X } from 'lucide-react';
import { useId, useRef } from 'react';
import type { CardModel } from '../../src-shared/card/model.ts';
import { useSurroundings } from '../bridge/Surroundings.tsx';
import { ActionButton } from './ActionButton.tsx';
import { actionsOf, chipOf } from './appearance.ts';
import { ClaimButton } from './ClaimButton.tsx';
import { Chip } from './Chip.tsx';
import styles from './PlainCard.module.css';
import { PlainFacts, Simplified } from './PlainFacts.tsx';
import { Problem } from './Problem.tsx';
import { firstThing } from './first-thing.ts';
import { IconButton } from './IconButton.tsx';
import { openFirst } from './open-first.ts';
import { TextButton } from './TextButton.tsx';
import { useCardActions } from './useCardActions.ts';
import { useCardKeys } from './useCardKeys.ts';
import { useTargetFocus } from './useTargetFocus.ts';
import { useTouch } from './useTouch.ts';

interface Props {
  readonly card: CardModel;
  readonly summoned?: boolean;
}

/** A card that cannot be drawn in full: who it is and the deals as plain text, and what one can do. */
export function PlainCard({ card, summoned = false }: Props) {
  const { words } = useSurroundings().language;
  const { actions, problem } = useCardActions(card.key);
  const element = useRef<HTMLElement>(null);
  const touch = useTouch(actions.touch);
  const titleId = useId();
  useTargetFocus(element, summoned);
  const { claim, release, callBack, details } = actionsOf(card);
  const { tone, text } = chipOf(card, words);
  useCardKeys(summoned, element, {
    enter: () => openFirst(firstThing(card, { shown: card.deals, folded: false }), element.current, actions),
    claim: () => {
      if (claim) actions.claim();
      else if (release) actions.release();
    },
    pin: () => actions.pin(!card.pinned),
    note: () => undefined,
  });
  return (
    <article
      ref={element}
      className={styles['card']}
      aria-labelledby={titleId}
      tabIndex={-1}
      data-key={card.key}
      data-phase={card.phase}
      data-plain="true"
      data-summoned={summoned}
      {...touch}
    >
      <header className={styles['header']}>
        <Chip tone={tone}>
          <span className={styles['phase']} dir="auto">
            {text}
          </span>
        </Chip>
        <IconButton icon={X} name={words.card.close} onClick={actions.dismiss} />
      </header>
      <PlainFacts
        card={card}
        titleId={titleId}
        numbered={summoned}
        open={(deal) => actions.open('deal', { deal })}
      />
      <Simplified text={words.failure.card} />
      <Problem text={problem} />
      {claim || release || callBack || details ? (
        <footer className={styles['footer']}>
          <ClaimButton card={card} actions={actions} framed />
          {callBack ? <ActionButton onClick={actions.callBack}>{words.call.callBack}</ActionButton> : null}
          {details ? <TextButton onClick={() => actions.details()}>{words.card.details}</TextButton> : null}
        </footer>
      ) : null}
    </article>
  );
}
