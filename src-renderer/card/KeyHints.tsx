import type { CardModel } from '../../src-shared/card/model.ts';
import { useSurroundings } from '../bridge/Surroundings.tsx';
import { actionsOf } from './appearance.ts';
import { enterHint, type FirstThing } from './first-thing.ts';
import styles from './KeyHints.module.css';

interface Props {
  readonly card: CardModel;
  /** What Enter opens; null: nothing. */
  readonly first: FirstThing | null;
}

/** Which keys do what, on the card that they go to. */
export function KeyHints({ card, first }: Props) {
  const { words } = useSurroundings().language;
  const { claim, release } = actionsOf(card);
  const { note, back } = words.card.summonedBy;
  const hints: readonly (readonly [string, string])[] = [
    ...(first === null ? [] : [['↵', enterHint(first, card, words)] as const]),
    // The note's is the one to do without where there is no room for all.
    claim ? ['C', words.card.summonedBy.claim] : release ? ['C', words.call.release] : ['N', note],
    ['esc', back],
  ];
  return (
    <ul className={styles['hints']}>
      {hints.map(([key, does]) => (
        <li key={key}>
          <kbd className={styles['key']}>{key}</kbd>
          {does}
        </li>
      ))}
    </ul>
  );
}
