import { PhoneIncoming } from 'lucide-react';
import styles from './ProductMark.module.css';

export function ProductMark({ large = false }: { readonly large?: boolean }) {
  return (
    <span className={styles['mark']} data-large={large} aria-hidden="true">
      <PhoneIncoming size={large ? 26 : 16} strokeWidth={2.25} />
    </span>
  );
}
