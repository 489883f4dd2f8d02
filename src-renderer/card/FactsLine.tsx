import type { CardModel } from '../../src-shared/card/model.ts';
import { answerOf } from '../../src-shared/words/answer.ts';
import { useSurroundings } from '../bridge/Surroundings.tsx';
import styles from './FactsLine.module.css';

/** What the admin wants to be seen of the contact and the company, small, below the company. */
export function FactsLine({ card }: { readonly card: CardModel }) {
  const { language } = useSurroundings();
  const { facts } = card.caller;
  if (facts.length === 0) return null;
  return (
    <dl className={styles['facts']}>
      {facts.map(({ name, value }) => {
        const text = answerOf(value, language);
        return (
          <div key={name} className={styles['fact']} title={`${name}: ${text}`}>
            <dt className={styles['name']}>
              <bdi>{name}</bdi>
            </dt>
            <dd className={styles['value']}>
              <bdi>{text}</bdi>
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
