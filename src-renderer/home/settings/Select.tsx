import { ChevronDown } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import type { RowParts } from './Row.tsx';
import styles from './Select.module.css';

interface Props<Value extends string> extends RowParts {
  readonly value: Value;
  readonly options: readonly { readonly value: Value; readonly label: string }[];
  readonly onChange: (value: Value) => void;
}

/** One of several. A locked one can be reached and read, and does nothing. */
export function Select<Value extends string>(props: Props<Value>) {
  const { id, value, options, onChange, labelledBy, describedBy, locked } = props;
  const stay = (event: KeyboardEvent) => {
    if (locked && event.key !== 'Tab') event.preventDefault();
  };
  return (
    <span className={styles['frame']}>
      <select
        id={id}
        className={styles['select']}
        value={value}
        aria-labelledby={labelledBy}
        aria-describedby={describedBy}
        aria-disabled={locked}
        onMouseDown={(event) => {
          if (locked) event.preventDefault();
        }}
        onKeyDown={stay}
        onChange={(event) => {
          const chosen = options.find((option) => option.value === event.target.value);
          if (!locked && chosen !== undefined) onChange(chosen.value);
        }}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      <ChevronDown size="0.875rem" aria-hidden="true" />
    </span>
  );
}
