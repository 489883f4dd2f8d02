import { ShieldAlert } from 'lucide-react';
import { useSurroundings } from '../../bridge/Surroundings.tsx';
import styles from './Note.module.css';

/** Why calls from before come to nobody by themselves: the starts before this one died early. */
export function CarefulNote() {
  const { words } = useSurroundings().language;
  return (
    <p className={styles['note']} data-tone="warn">
      <ShieldAlert size="0.875rem" aria-hidden="true" />
      <span>{words.connection.careful}</span>
    </p>
  );
}
