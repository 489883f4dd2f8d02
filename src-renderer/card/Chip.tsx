import type { ReactNode } from 'react';
import type { Tone } from './appearance.ts';
import styles from './Chip.module.css';

interface Props {
  readonly tone: Tone | 'warn';
  readonly children: ReactNode;
  /** It may be as wide as its words unless this says otherwise. */
  readonly className?: string | undefined;
}

/** How something stands: a dot and a word, in the colour of its tone. */
export function Chip({ tone, children, className = '' }: Props) {
  return (
    <span className={`${styles['chip']} ${className}`} data-tone={tone}>
      <i className={styles['dot']} aria-hidden="true" />
      {children}
    </span>
  );
}
