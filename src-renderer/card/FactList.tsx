import { Fragment, type ReactNode } from 'react';
import styles from './FactList.module.css';

interface Props {
  readonly facts: readonly { readonly key: string; readonly name: string; readonly value: ReactNode }[];
}

/** Names and what they stand for, one below the other; side by side where there is room. */
export function FactList({ facts }: Props) {
  return (
    <dl className={styles['facts']}>
      {facts.map(({ key, name, value }) => (
        <Fragment key={key}>
          <dt className={styles['name']} dir="auto">
            {name}
          </dt>
          <dd className={styles['value']} dir="auto">
            {value}
          </dd>
        </Fragment>
      ))}
    </dl>
  );
}
