import { useId, type ReactNode } from 'react';
import styles from './Group.module.css';

/** Choices that belong together, under a heading. */
export function Group({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const id = useId();
  return (
    <section className={styles['group']} aria-labelledby={id}>
      <h2 id={id} className={styles['title']}>
        {title}
      </h2>
      <div className={styles['rows']}>{children}</div>
    </section>
  );
}
