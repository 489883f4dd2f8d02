import type { LucideIcon } from 'lucide-react';
import styles from './IconButton.module.css';

interface Props {
  readonly icon: LucideIcon;
  /** Said by screen readers, and shown as a tooltip. */
  readonly name: string;
  readonly onClick: () => void;
  readonly pressed?: boolean;
  readonly expanded?: boolean;
}

export function IconButton({ icon: Icon, name, onClick, pressed, expanded }: Props) {
  return (
    <button
      type="button"
      className={styles['button']}
      aria-label={name}
      title={name}
      aria-pressed={pressed}
      aria-expanded={expanded}
      onClick={onClick}
    >
      <Icon size="0.9375rem" />
    </button>
  );
}
