import type { ReactNode } from 'react';
import styles from './RoomPage.module.css';

/** A room that is read from top to bottom, under its name. */
export function RoomPage({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <div className={styles['page']}>
      <h1 className={styles['title']}>{title}</h1>
      {children}
    </div>
  );
}
