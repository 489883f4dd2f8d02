import type { CardModel } from '../../src-shared/card/model.ts';
import { useSurroundings } from '../bridge/Surroundings.tsx';
import { Avatar } from './Avatar.tsx';
import styles from './WhoLine.module.css';

/** Who it is, on one line. */
export function WhoLine({ card, titleId }: { readonly card: CardModel; readonly titleId: string }) {
  const { words } = useSurroundings().language;
  const { name, number, company } = card.caller;
  const title = name ?? number?.display ?? words.call.numberWithheld;
  return (
    <div className={styles['who']}>
      <Avatar name={name} small />
      <p className={styles['text']} title={company === null ? title : `${title}, ${company}`}>
        <bdi id={titleId} className={styles['name']}>
          {title}
        </bdi>
        {company === null ? null : (
          <>
            {', '}
            <bdi>{company}</bdi>
          </>
        )}
      </p>
    </div>
  );
}
