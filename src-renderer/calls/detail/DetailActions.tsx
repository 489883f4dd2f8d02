import { ArrowUpRight, Check, Hand, PhoneOutgoing, Search, SquareArrowOutUpRight, User } from 'lucide-react';
import type { CardModel } from '../../../src-shared/card/model.ts';
import { useSurroundings } from '../../bridge/Surroundings.tsx';
import { TextButton } from '../../card/TextButton.tsx';
import type { CardActions } from '../../card/useCardActions.ts';
import styles from './DetailActions.module.css';

interface Props {
  readonly card: CardModel;
  readonly actions: CardActions;
}

/** What one can do about the call, and who takes care of it: only what is true. */
export function DetailActions({ card, actions }: Props) {
  const { bridge, language, say } = useSurroundings();
  const { words } = language;
  const { contactLink, number } = card.caller;
  const unreached = card.phase === 'missed' || card.phase === 'voicemail' || card.phase === 'quiet';
  const waits = card.direction === 'inbound' && (unreached || card.phase === 'ringing');
  const crm = card.crmName ?? words.action.yourCrm;
  const showCard = () => {
    bridge.request('home:showCall', { key: card.key }).catch((error: unknown) => {
      say(words.action.failed);
      reportError(error);
    });
  };
  return (
    <div className={styles['actions']}>
      {waits && card.claim === null && card.handledBy === null ? (
        <button type="button" className={styles['main']} onClick={actions.claim}>
          <Hand size={13} />
          {card.phase === 'ringing' ? words.call.claim : words.call.takeIt}
        </button>
      ) : null}
      {waits && card.claim !== null ? (
        <span className={styles['owner']} data-mine={card.claim.mine}>
          {card.claim.mine ? <Check size={14} /> : <User size={14} />}
          <bdi>{card.claim.mine ? words.call.youHaveIt : words.call.hasIt(card.claim.who)}</bdi>
        </span>
      ) : null}
      {number?.callable === true ? (
        <button type="button" className={styles[unreached ? 'main' : 'plain']} onClick={actions.callBack}>
          <PhoneOutgoing size={13} />
          {words.call.callBack}
        </button>
      ) : null}
      {contactLink === null ? null : (
        <TextButton onClick={() => actions.open('contact')}>
          {contactLink === 'record' ? words.action.openIn(crm) : words.action.searchIn(crm)}
          {contactLink === 'record' ? <ArrowUpRight size={13} /> : <Search size={12} />}
        </TextButton>
      )}
      <TextButton onClick={showCard}>
        {words.history.showCard}
        <SquareArrowOutUpRight size={12} />
      </TextButton>
    </div>
  );
}
