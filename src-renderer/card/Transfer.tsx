import { CornerUpRight } from 'lucide-react';
import { useSurroundings } from '../bridge/Surroundings.tsx';
import styles from './Transfer.module.css';

/** Where the call went. */
export function Transfer({ to }: { readonly to: string | null }) {
  const { words } = useSurroundings().language;
  if (to === null) return null;
  return (
    <p className={styles['transfer']}>
      <CornerUpRight size={14} />
      <bdi className={styles['text']} title={to}>
        {words.transferredTo(to)}
      </bdi>
    </p>
  );
}
