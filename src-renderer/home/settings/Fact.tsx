import type { ReactNode } from 'react';
import styles from './Fact.module.css';

/** Something that is so, and is not chosen here. */
export function Fact({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <dl className={styles['fact']}>
      <dt className={styles['label']}>{label}</dt>
      <dd className={styles['is']}>{children}</dd>
    </dl>
  );
}
