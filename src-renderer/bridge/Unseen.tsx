import type { ReactNode } from 'react';
import styles from './Unseen.module.css';

/** Text for screen readers, where the eye has a picture or the place itself. */
export function Unseen({ children }: { readonly children: ReactNode }) {
  return <span className={styles['unseen']}>{children}</span>;
}
