import type { ReactNode } from 'react';
import styles from './Button.module.css';

interface Props {
  readonly children: ReactNode;
  readonly onClick: () => void;
  /** `main`: the one to press; `bad`: it erases. */
  readonly tone?: 'main' | 'plain' | 'bad';
  /** Reachable and readable, but it does nothing. */
  readonly idle?: boolean;
  readonly describedBy?: string | undefined;
  readonly pressed?: boolean | undefined;
  /** Shown as a tooltip. */
  readonly hint?: string;
}

/** An action, in a room. */
export function Button(props: Props) {
  const { children, onClick, tone = 'plain', idle = false, describedBy, pressed, hint } = props;
  return (
    <button
      type="button"
      className={styles['button']}
      data-tone={tone}
      aria-disabled={idle}
      aria-describedby={describedBy}
      aria-pressed={pressed}
      title={hint}
      onClick={() => {
        if (!idle) onClick();
      }}
    >
      {children}
    </button>
  );
}
