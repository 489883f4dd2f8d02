import type { CSSProperties } from 'react';
import { useSurroundings } from '../../bridge/Surroundings.tsx';
import { Row } from './Row.tsx';
import { useChoices } from './usePreferences.ts';
import styles from './VolumeChoice.module.css';

/** How loud, in steps that are heard. */
export function VolumeChoice() {
  const { words, locale } = useSurroundings().language;
  const { state, set } = useChoices();
  const { volume } = state.values;
  const percent = new Intl.NumberFormat(locale, { style: 'percent' }).format(volume);
  return (
    <Row name="volume" label={words.settings.volume}>
      {({ id, labelledBy, describedBy, locked }) => (
        <>
          <input
            id={id}
            type="range"
            className={styles['volume']}
            min={0}
            max={100}
            step={5}
            value={Math.round(volume * 100)}
            aria-labelledby={labelledBy}
            aria-describedby={describedBy}
            aria-disabled={locked}
            aria-valuetext={percent}
            style={{ '--filled': `${volume * 100}%` } as CSSProperties}
            onChange={({ target }) => {
              if (!locked) set({ volume: Number(target.value) / 100 });
            }}
          />
          <output className={styles['percent']} aria-hidden="true">
            {percent}
          </output>
        </>
      )}
    </Row>
  );
}
