import type { CardModel } from '../../src-shared/card/model.ts';
import { useSurroundings } from '../bridge/Surroundings.tsx';
import { actionsOf } from './appearance.ts';
import styles from './KeyHints.module.css';

/** Which keys do what, on the card that they go to. */
export function KeyHints({ card }: { readonly card: CardModel }) {
  const { words } = useSurroundings().language;
  const { claim, release } = actionsOf(card);
  const { topDeal, note, back } = words.card.summonedBy;
  const hints: readonly (readonly [string, string])[] = [
    ...(card.deals[0]?.link ? [['↵', topDeal] as const] : []),
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
