import { TriangleAlert } from 'lucide-react';
import { useSurroundings } from '../../bridge/Surroundings.tsx';
import styles from './UnreadNote.module.css';

/** What the admin has set and this version cannot read. */
export function UnreadNote({ names }: { readonly names: readonly string[] }) {
  const { words } = useSurroundings().language;
  if (names.length === 0) return null;
  return (
    <p className={styles['note']} role="note">
      <TriangleAlert size="0.875rem" aria-hidden="true" />
      <span>{words.settings.unread(names.join(', '))}</span>
    </p>
  );
}
