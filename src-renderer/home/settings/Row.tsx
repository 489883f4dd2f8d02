import { CircleSlash, Lock as LockIcon } from 'lucide-react';
import { useId, type ReactNode } from 'react';
import type { PreferenceName } from '../../../src-shared/preferences/preferences.ts';
import styles from './Row.module.css';
import { useChoices } from './usePreferences.ts';

/** What a control needs of its row. */
export interface RowParts {
  /** Of the control, so that a click on the name reaches it. */
  readonly id: string;
  /** The element that names the control. */
  readonly labelledBy: string;
  /** The elements that say more about it, and why it is locked. */
  readonly describedBy: string | undefined;
  readonly locked: boolean;
}

interface Props {
  /** The choice that the admin may have fixed or the system may lack; absent: it can always be made. */
  readonly name?: PreferenceName;
  readonly label: string;
  readonly hint?: string | undefined;
  /** The control has a line of its own. */
  readonly wide?: boolean;
  /** There are several controls: a click on the name reaches none of them. */
  readonly several?: boolean;
  readonly children: (parts: RowParts) => ReactNode;
}

/** One choice: its name, what it means, its control; locked, with the reason in words, when it cannot be made. */
export function Row({ name, label, hint, wide = false, several = false, children }: Props) {
  const { locked } = useChoices();
  const [id, labelId, hintId, whyId] = [useId(), useId(), useId(), useId()];
  const lock = name === undefined ? null : locked(name);
  const describedBy = [...(hint === undefined ? [] : [hintId]), ...(lock === null ? [] : [whyId])];
  const parts = {
    id,
    labelledBy: labelId,
    describedBy: describedBy.length === 0 ? undefined : describedBy.join(' '),
    locked: lock !== null,
  };
  const Icon = lock?.by === 'admin' ? LockIcon : CircleSlash;
  return (
    <div className={styles['row']} data-wide={wide} data-locked={lock !== null}>
      <div className={styles['text']}>
        {several ? (
          <span id={labelId} className={styles['label']}>
            {label}
          </span>
        ) : (
          <label id={labelId} htmlFor={id} className={styles['label']}>
            {label}
          </label>
        )}
        {hint === undefined ? null : (
          <span id={hintId} className={styles['hint']}>
            {hint}
          </span>
        )}
        {lock === null ? null : (
          <span id={whyId} className={styles['why']}>
            <Icon size="0.75rem" aria-hidden="true" />
            {lock.why}
          </span>
        )}
      </div>
      <div className={styles['control']}>{children(parts)}</div>
    </div>
  );
}
