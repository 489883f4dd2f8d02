import styles from './Switch.module.css';
import type { RowParts } from './Row.tsx';

interface Props extends RowParts {
  readonly on: boolean;
  readonly onChange: (on: boolean) => void;
}

/** On or off, at once. A locked one can be reached and read, and does nothing. */
export function Switch({ id, on, onChange, labelledBy, describedBy, locked }: Props) {
  return (
    <button
      id={id}
      type="button"
      role="switch"
      className={styles['switch']}
      aria-checked={on}
      aria-labelledby={labelledBy}
      aria-describedby={describedBy}
      aria-disabled={locked}
      onClick={() => {
        if (!locked) onChange(!on);
      }}
    >
      <i className={styles['knob']} aria-hidden="true" />
    </button>
  );
}
