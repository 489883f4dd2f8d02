import { PhoneIncoming } from 'lucide-react';
import styles from './ProductMark.module.css';

export function ProductMark({ large = false }: { readonly large?: boolean }) {
  return (
    <span className={styles['mark']} data-large={large} aria-hidden="true">
      <PhoneIncoming size={large ? '1.625rem' : '1rem'} strokeWidth={2.25} />
    </span>
  );
}
