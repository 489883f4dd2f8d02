import { CircleAlert } from 'lucide-react';
import styles from './Failed.module.css';

/** Why the last click in a room did not do what it says; said by whoever asked. */
export function Failed({ text }: { readonly text: string | null }) {
  if (text === null) return null;
  return (
    <p className={styles['failed']}>
      <CircleAlert size="1em" aria-hidden="true" />
      {text}
    </p>
  );
}
