import { useId } from 'react';
import type { RowParts } from './Row.tsx';
import styles from './Segments.module.css';

interface Props<Value extends string> extends RowParts {
  readonly value: Value;
  readonly options: readonly { readonly value: Value; readonly label: string; readonly lang?: string }[];
  readonly onChange: (value: Value) => void;
}

/** One of a few that are seen side by side. A locked one can be reached and read, and does nothing. */
export function Segments<Value extends string>(props: Props<Value>) {
  const { id, value, options, onChange, labelledBy, describedBy, locked } = props;
  const name = useId();
  return (
    <div
      role="radiogroup"
      className={styles['segments']}
      aria-labelledby={labelledBy}
      aria-describedby={describedBy}
      aria-disabled={locked}
    >
      {options.map((option) => (
        <label key={option.value} className={styles['segment']} lang={option.lang}>
          <input
            id={option.value === value ? id : undefined}
            type="radio"
            name={name}
            className={styles['radio']}
            checked={option.value === value}
            aria-disabled={locked}
            onChange={() => {
              if (!locked) onChange(option.value);
            }}
          />
          <span className={styles['face']}>{option.label}</span>
        </label>
      ))}
    </div>
  );
}
