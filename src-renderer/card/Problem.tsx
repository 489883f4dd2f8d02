import { CircleAlert } from 'lucide-react';
import styles from './Problem.module.css';

/** Why the last click did not do what it says. */
export function Problem({ text }: { readonly text: string | null }) {
  if (text === null) return null;
  return (
    <p className={styles['problem']}>
      <CircleAlert size="0.8125rem" />
      {text}
    </p>
  );
}
