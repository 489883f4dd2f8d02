import { Check, PhoneOutgoing, SquareArrowOutUpRight, User } from 'lucide-react';
import type { CardModel } from '../../../src-shared/card/model.ts';
import { useSurroundings } from '../../bridge/Surroundings.tsx';
import { ActionButton } from '../../card/ActionButton.tsx';
import { actionsOf } from '../../card/appearance.ts';
import { ClaimButton } from '../../card/ClaimButton.tsx';
import { ContactLink } from '../../card/ContactLink.tsx';
import { TextButton } from '../../card/TextButton.tsx';
import type { CardActions } from '../../card/useCardActions.ts';
import styles from './DetailActions.module.css';

interface Props {
  readonly card: CardModel;
  readonly actions: CardActions;
}

/** What one can do about the call, and who takes care of it: only what is true. */
export function DetailActions({ card, actions }: Props) {
  const { words } = useSurroundings().language;
  const { number } = card.caller;
  const { waits, claim } = actionsOf(card);
  const rings = card.phase === 'ringing';
  const taken = waits ? card.claim : null;
  return (
    <div className={styles['actions']}>
      <ClaimButton card={card} actions={actions} framed main />
      {taken === null ? null : (
        <span className={styles['owner']} data-mine={taken.mine}>
          {taken.mine ? <Check size="0.875rem" /> : <User size="0.875rem" />}
          <bdi>{taken.mine ? words.call.youHaveIt : words.call.hasIt(taken.who)}</bdi>
        </span>
      )}
      {number?.callable === true ? (
        <ActionButton main={waits && !rings && !claim && taken === null} onClick={actions.callBack}>
          <PhoneOutgoing size="0.8125rem" />
          {words.call.callBack}
        </ActionButton>
      ) : null}
      <ContactLink card={card} onOpen={actions.open} />
      <TextButton onClick={actions.showCard}>
        {words.history.showCard}
        <SquareArrowOutUpRight size="0.75rem" />
      </TextButton>
    </div>
  );
}
