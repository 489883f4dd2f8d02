import type { ReactNode } from 'react';
import styles from './TextButton.module.css';

interface Props {
  readonly children: ReactNode;
  readonly onClick: () => void;
  readonly expanded?: boolean;
  /** When the visible word needs its object: "Copy summary". */
  readonly name?: string;
}

/** An action as a word. */
export function TextButton({ children, onClick, expanded, name }: Props) {
  return (
    <button
      type="button"
      className={styles['button']}
      aria-expanded={expanded}
      aria-label={name}
      onClick={onClick}
    >
      {children}
    </button>
  );
}
