import type { CardModel } from '../../src-shared/card/model.ts';
import { useSurroundings } from '../bridge/Surroundings.tsx';
import { countryName } from '../format/country.ts';
import { CopyButton } from './CopyButton.tsx';
import styles from './NumberRow.module.css';

interface Props {
  readonly card: CardModel;
  readonly copy: (what: 'number') => void;
}

/** The number of a named caller: readable, copyable, with its country. */
export function NumberRow({ card, copy }: Props) {
  const { words, locale } = useSurroundings().language;
  const { name, number } = card.caller;
  if (name === null) return null;
  if (number === null) return <div className={styles['row']}>{words.numberWithheld}</div>;
  return (
    <div className={styles['row']}>
      <bdi className={styles['number']} title={number.display}>
        {number.display}
      </bdi>
      <CopyButton onCopy={() => copy('number')} />
      <span className={styles['country']}>{countryName(number.country, locale)}</span>
    </div>
  );
}
