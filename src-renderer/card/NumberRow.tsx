import type { CardModel } from '../../src-shared/card/model.ts';
import { useSurroundings } from '../bridge/Surroundings.tsx';
import { CopyButton } from './CopyButton.tsx';
import styles from './NumberRow.module.css';
import { Origin } from './Origin.tsx';

interface Props {
  readonly card: CardModel;
  readonly copy: (what: 'number') => Promise<boolean>;
}

/** The number of a named caller: readable, copyable, and where it is at home. */
export function NumberRow({ card, copy }: Props) {
  const { words } = useSurroundings().language;
  const { name, number } = card.caller;
  if (name === null) return null;
  if (number === null) return <div className={styles['row']}>{words.call.numberWithheld}</div>;
  return (
    <div className={styles['row']}>
      <bdi className={styles['number']} title={number.display}>
        {number.display}
      </bdi>
      <CopyButton onCopy={() => copy('number')} />
      <span className={styles['origin']}>
        <Origin number={number} />
      </span>
    </div>
  );
}
