import { useId } from 'react';
import { useSurroundings } from '../../bridge/Surroundings.tsx';
import styles from './QuietHoursChoice.module.css';
import { Select } from './Select.tsx';

interface Props {
  readonly label: string;
  /** "19:30" */
  readonly time: string;
  readonly locked: boolean;
  readonly onChange: (time: string) => void;
}

const HALF_HOURS: readonly string[] = Array.from(
  { length: 48 },
  (_, n) => `${String(Math.floor(n / 2)).padStart(2, '0')}:${n % 2 === 0 ? '00' : '30'}`,
);

/**
 * A time of day, by the half hour, written as the language on screen writes it: the browser's own field would follow
 * the language that the app was started in.
 */
export function TimeChoice({ label, time, locked, onChange }: Props) {
  const { locale } = useSurroundings().language;
  const [id, labelId] = [useId(), useId()];
  const written = new Intl.DateTimeFormat(locale, { timeStyle: 'short', timeZone: 'UTC' });
  const times = HALF_HOURS.includes(time) ? HALF_HOURS : [...HALF_HOURS, time].toSorted();
  return (
    <div className={styles['time']}>
      <label id={labelId} htmlFor={id}>
        {label}
      </label>
      <Select
        value={time}
        options={times.map((value) => ({ value, label: written.format(Date.parse(`1970-01-01T${value}Z`)) }))}
        id={id}
        labelledBy={labelId}
        describedBy={undefined}
        locked={locked}
        onChange={onChange}
      />
    </div>
  );
}
