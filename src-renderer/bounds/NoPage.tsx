import { useSurroundings } from '../bridge/Surroundings.tsx';
import styles from './NotDrawn.module.css';

/** All that is left of a page that cannot be drawn. Main knows, and makes the window again. */
export function NoPage() {
  const { words } = useSurroundings().language;
  return (
    <p role="alert" className={styles['alone']}>
      {words.failure.window}
    </p>
  );
}
