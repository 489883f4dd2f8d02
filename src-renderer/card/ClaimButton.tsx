import { Hand } from 'lucide-react';
import { useRef } from 'react';
import type { CardModel } from '../../src-shared/card/model.ts';
import { useSurroundings } from '../bridge/Surroundings.tsx';
import { ActionButton } from './ActionButton.tsx';
import { actionsOf } from './appearance.ts';
import { TextButton } from './TextButton.tsx';
import type { CardActions } from './useCardActions.ts';

interface Props {
  readonly card: CardModel;
  readonly actions: CardActions;
  /** With a frame, as the thing to do; else as a word. */
  readonly framed: boolean;
  readonly main?: boolean;
}

/** A second click of the same hand, or a key that is held, is no change of mind. */
const SAME_PRESS_MS = 700;

/** Tells the team that this agent is on it, and takes it back: one button, so that the focus stays where it is. */
export function ClaimButton({ card, actions, framed, main = false }: Props) {
  const { words } = useSurroundings().language;
  const { claim, release } = actionsOf(card);
  const pressedAt = useRef(-Infinity);
  if (!claim && !release) return null;
  const press = () => {
    const now = performance.now();
    const isSame = now - pressedAt.current < SAME_PRESS_MS;
    pressedAt.current = now;
    if (!isSame) (claim ? actions.claim : actions.release)();
  };
  const text = release ? words.call.release : card.phase === 'ringing' ? words.call.claim : words.call.takeIt;
  if (!framed) return <TextButton onClick={press}>{text}</TextButton>;
  return (
    <ActionButton main={main && claim} onClick={press}>
      {main && claim ? <Hand size="0.8125rem" /> : null}
      {text}
    </ActionButton>
  );
}
