import type { ReactNode, Ref } from 'react';
import styles from './Button.module.css';

interface Props {
  readonly children: ReactNode;
  readonly onClick: () => void;
  /** `main`: the one to press; `bad`: it erases. */
  readonly tone?: 'main' | 'plain' | 'bad';
  /** Reachable and readable, but it does nothing. */
  readonly idle?: boolean;
  readonly describedBy?: string | undefined;
  readonly pressed?: boolean;
  readonly ref?: Ref<HTMLButtonElement>;
}

/** An action, in a room. */
export function Button({
  children,
  onClick,
  tone = 'plain',
  idle = false,
  describedBy,
  pressed,
  ref,
}: Props) {
  return (
    <button
      ref={ref}
      type="button"
      className={styles['button']}
      data-tone={tone}
      aria-disabled={idle}
      aria-describedby={describedBy}
      aria-pressed={pressed}
      onClick={() => {
        if (!idle) onClick();
      }}
    >
      {children}
    </button>
  );
}
