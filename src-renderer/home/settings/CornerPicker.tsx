import { useId } from 'react';
import { CORNERS, type Preferences } from '../../../src-shared/preferences/preferences.ts';
import { useSurroundings } from '../../bridge/Surroundings.tsx';
import styles from './CornerPicker.module.css';
import type { RowParts } from './Row.tsx';

interface Props extends RowParts {
  readonly corner: Preferences['corner'];
  readonly onChange: (corner: Preferences['corner']) => void;
}

/** A small screen with a place for the card in each corner. */
export function CornerPicker({ id, corner, onChange, labelledBy, describedBy, locked }: Props) {
  const { words } = useSurroundings().language;
  const name = useId();
  return (
    <div
      role="radiogroup"
      className={styles['screen']}
      aria-labelledby={labelledBy}
      aria-describedby={describedBy}
      aria-disabled={locked}
    >
      {CORNERS.map((place) => (
        <label
          key={place}
          className={styles['corner']}
          data-place={place}
          title={words.settings.corners[place]}
        >
          <input
            id={place === corner ? id : undefined}
            type="radio"
            name={name}
            className={styles['radio']}
            aria-label={words.settings.corners[place]}
            aria-disabled={locked}
            checked={place === corner}
            onChange={() => {
              if (!locked) onChange(place);
            }}
          />
          <i className={styles['card']} aria-hidden="true" />
        </label>
      ))}
    </div>
  );
}
