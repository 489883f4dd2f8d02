import type { ReactNode } from 'react';
import styles from './TextButton.module.css';

interface Props {
  readonly children: ReactNode;
  readonly onClick: () => void;
  readonly expanded?: boolean;
  /** When the visible word needs its object: "Copy summary". */
  readonly name?: string;
  /** The key that presses it, on the card that was asked for. */
  readonly shortcut?: string | undefined;
}

/** An action as a word. */
export function TextButton({ children, onClick, expanded, name, shortcut }: Props) {
  return (
    <button
      type="button"
      className={styles['button']}
      aria-expanded={expanded}
      aria-label={name}
      aria-keyshortcuts={shortcut}
      onClick={onClick}
    >
      {children}
    </button>
  );
}
