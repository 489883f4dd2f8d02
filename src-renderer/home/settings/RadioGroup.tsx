import { useId, type ReactNode } from 'react';
import styles from './RadioGroup.module.css';
import type { RowParts } from './Row.tsx';

export interface RadioProps<Value extends string> extends RowParts {
  readonly value: Value;
  readonly onChange: (value: Value) => void;
}

interface Option<Value extends string> {
  readonly value: Value;
  /** What stands behind a radio button that nobody sees. */
  readonly face: ReactNode;
  readonly lang?: string | undefined;
  /** Its name and tooltip, where the face has no words. */
  readonly name?: string;
}

interface Props<Value extends string> extends RadioProps<Value> {
  readonly options: readonly Option<Value>[];
  readonly className: string | undefined;
}

/** One of a few, drawn as its place wants it. A locked one can be reached and read, and does nothing. */
export function RadioGroup<Value extends string>(props: Props<Value>) {
  const { id, value, options, onChange, className = '', labelledBy, describedBy, locked } = props;
  const group = useId();
  return (
    <div
      role="radiogroup"
      className={`${styles['group']} ${className}`}
      aria-labelledby={labelledBy}
      aria-describedby={describedBy}
      aria-disabled={locked}
    >
      {options.map((option) => (
        <label
          key={option.value}
          className={styles['option']}
          data-value={option.value}
          lang={option.lang}
          title={option.name}
        >
          <input
            id={option.value === value ? id : undefined}
            type="radio"
            name={group}
            className={styles['radio']}
            aria-label={option.name}
            checked={option.value === value}
            aria-disabled={locked}
            onChange={() => {
              if (!locked) onChange(option.value);
            }}
          />
          {option.face}
        </label>
      ))}
    </div>
  );
}
