import { useId, type ReactNode } from 'react';
import styles from './Section.module.css';

interface Props {
  readonly title: string;
  /** At the right of the title. */
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}

/** A titled part of a card. */
export function Section({ title, aside, children }: Props) {
  const id = useId();
  return (
    // A group, not a landmark: several cards have the same parts.
    <div role="group" className={styles['section']} aria-labelledby={id}>
      <div className={styles['head']}>
        <h3 id={id} className={styles['title']}>
          {title}
        </h3>
        <span className={styles['aside']}>{aside}</span>
      </div>
      {children}
    </div>
  );
}
