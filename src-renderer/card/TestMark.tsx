import { FlaskConical } from 'lucide-react';
import { useSurroundings } from '../bridge/Surroundings.tsx';
import styles from './TestMark.module.css';

/** Says that nobody is on the line. */
export function TestMark() {
  const { words } = useSurroundings().language;
  return (
    <p className={styles['mark']}>
      <FlaskConical size="0.8125rem" />
      {words.card.test}
    </p>
  );
}
