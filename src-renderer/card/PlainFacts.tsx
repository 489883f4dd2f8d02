import { TriangleAlert } from 'lucide-react';
import type { CardModel } from '../../src-shared/card/model.ts';
import { useSurroundings } from '../bridge/Surroundings.tsx';
import styles from './PlainCard.module.css';
import { TextButton } from './TextButton.tsx';

interface Props {
  readonly card: CardModel;
  readonly titleId: string;
  readonly open: (deal: string) => void;
  /** Digits press the deals. */
  readonly numbered?: boolean;
}

/** Who a call is with, the number and the open deals: plain text, formatted by nothing. */
export function PlainFacts({ card, titleId, open, numbered = false }: Props) {
  const { words } = useSurroundings().language;
  const { name, number, company } = card.caller;
  const display = number?.display ?? words.call.numberWithheld;
  return (
    <div className={styles['facts']}>
      <h2 id={titleId} className={styles['name']} dir="auto">
        {name ?? display}
      </h2>
      {company === null ? null : (
        <p className={styles['line']} dir="auto">
          {company}
        </p>
      )}
      {name === null ? null : (
        <p className={`${styles['line']} ${styles['number']}`} dir="auto">
          {display}
        </p>
      )}
      {card.deals.length === 0 ? null : (
        <ul className={styles['deals']} aria-label={words.deals.open}>
          {card.deals.map(({ id, name: deal, link }, place) => (
            <li key={id} className={styles['line']} dir="auto">
              {link === null ? (
                (deal ?? words.deals.unnamed)
              ) : (
                <TextButton
                  shortcut={numbered && place < 9 ? String(place + 1) : undefined}
                  onClick={() => open(id)}
                >
                  {deal ?? words.deals.unnamed}
                </TextButton>
              )}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** Says that less is shown than there is. */
export function Simplified({ text }: { readonly text: string }) {
  return (
    <p className={styles['why']}>
      <TriangleAlert size="0.8125rem" aria-hidden="true" />
      <span>{text}</span>
    </p>
  );
}
