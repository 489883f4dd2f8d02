import { Check, PhoneOutgoing } from 'lucide-react';
import type { CardModel } from '../../src-shared/card/model.ts';
import { useSurroundings } from '../bridge/Surroundings.tsx';
import { ActionButton } from './ActionButton.tsx';
import { actionsOf } from './appearance.ts';
import { ClaimButton } from './ClaimButton.tsx';
import { ContactLink } from './ContactLink.tsx';
import styles from './Footer.module.css';
import type { CardActions } from './useCardActions.ts';
import { TextButton } from './TextButton.tsx';

/** What one can do about the call: only what works. */
export function Footer({ card, actions }: { readonly card: CardModel; readonly actions: CardActions }) {
  const { words } = useSurroundings().language;
  const { claim, callBack, details } = actionsOf(card);
  const rings = card.phase === 'ringing';
  const mine = card.claim?.mine === true && (rings || callBack);
  const leaves = card.toldLate && !card.pinned;
  const stays = card.phase === 'completed' && card.handledBy === null && !leaves;
  if (!claim && !callBack && !mine && card.caller.contactLink === null && !card.caller.newContact && !details)
    return null;
  return (
    <footer className={styles['footer']}>
      {rings ? <ClaimButton card={card} actions={actions} framed /> : null}
      {mine ? (
        <span className={styles['mine']}>
          <Check size="0.875rem" />
          {words.call.youHaveIt}
        </span>
      ) : null}
      {callBack ? (
        <ActionButton onClick={actions.callBack}>
          <PhoneOutgoing size="0.8125rem" />
          {words.call.callBack}
        </ActionButton>
      ) : null}
      {rings ? null : <ClaimButton card={card} actions={actions} framed={false} />}
      {details ? (
        <TextButton onClick={() => actions.details()}>
          {card.has.transcript ? words.call.transcript : words.card.details}
        </TextButton>
      ) : null}
      <ContactLink card={card} onOpen={actions.open} />
      {stays ? <span className={styles['hint']}>{words.card.staysOpen}</span> : null}
      {leaves ? <span className={styles['hint']}>{words.card.leavesSoon}</span> : null}
    </footer>
  );
}
