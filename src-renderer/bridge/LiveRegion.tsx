import { useStore } from 'zustand';
import type { Announcer } from './announcer.ts';
import styles from './LiveRegion.module.css';

/** Read out by screen readers when its text changes, without moving the focus. */
export function LiveRegion({ announcer }: { readonly announcer: Announcer }) {
  const text = useStore(announcer, (state) => state.text);
  return (
    <div role="status" className={styles['unseen']}>
      {text}
    </div>
  );
}
