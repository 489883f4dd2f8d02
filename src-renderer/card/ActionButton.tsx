import type { ReactNode } from 'react';
import styles from './ActionButton.module.css';

interface Props {
  readonly children: ReactNode;
  readonly onClick: () => void;
  /** The one to press. */
  readonly main?: boolean;
}

/** An action on a call with a frame of its own; `--action-height` where a place wants it lower or higher. */
export function ActionButton({ children, onClick, main = false }: Props) {
  return (
    <button type="button" className={styles['action']} data-main={main} onClick={onClick}>
      {children}
    </button>
  );
}
