import { useId } from 'react';
import type { Preferences } from '../../../src-shared/preferences/preferences.ts';
import { useSurroundings } from '../../bridge/Surroundings.tsx';
import { weekdaysOf } from '../../format/weekdays.ts';
import { Button } from '../Button.tsx';
import { Unseen } from '../../bridge/Unseen.tsx';
import styles from './QuietHoursChoice.module.css';
import { Row } from './Row.tsx';
import { Switch } from './Switch.tsx';
import { TimeChoice } from './TimeChoice.tsx';
import { useChoices } from './usePreferences.ts';

type QuietHours = NonNullable<Preferences['quietHours']>;

/** What quiet hours begin as: the nights of the whole week. */
const NIGHTS: QuietHours = { from: '19:00', to: '08:00', days: [0, 1, 2, 3, 4, 5, 6] };

/** Do not disturb, every week. */
export function QuietHoursChoice() {
  const { settings } = useSurroundings().language.words;
  const { state, set } = useChoices();
  const { quietHours } = state.values;
  return (
    <>
      <Row name="quietHours" label={settings.quietHours} hint={settings.quietHoursHint}>
        {(parts) => (
          <Switch
            {...parts}
            on={quietHours !== null}
            onChange={(on) => set({ quietHours: on ? NIGHTS : null, quietHoursOffUntil: null })}
          />
        )}
      </Row>
      {quietHours === null ? null : (
        <Hours
          hours={quietHours}
          onChange={(changed) => set({ quietHours: changed, quietHoursOffUntil: null })}
        />
      )}
    </>
  );
}

interface HoursProps {
  readonly hours: QuietHours;
  readonly onChange: (hours: QuietHours) => void;
}

function Hours({ hours, onChange }: HoursProps) {
  const { words, locale } = useSurroundings().language;
  const { settings } = words;
  const { locked } = useChoices();
  const idle = locked('quietHours') !== null;
  const daysId = useId();
  const toggle = (day: number) => {
    const days = hours.days.includes(day) ? hours.days.filter((one) => one !== day) : [...hours.days, day];
    onChange({ ...hours, days: days.toSorted((a, b) => a - b) });
  };
  return (
    <div className={styles['hours']}>
      <div className={styles['times']}>
        <TimeChoice
          label={settings.from}
          time={hours.from}
          locked={idle}
          onChange={(from) => onChange({ ...hours, from })}
        />
        <TimeChoice
          label={settings.to}
          time={hours.to}
          locked={idle}
          onChange={(to) => onChange({ ...hours, to })}
        />
        {hours.to <= hours.from ? <span className={styles['next']}>{settings.nextDay}</span> : null}
      </div>
      <div role="group" aria-labelledby={daysId} className={styles['days']}>
        <span id={daysId} className={styles['daysLabel']}>
          {settings.days}
        </span>
        {weekdaysOf(locale).map(({ day, short, long }) => (
          <Button key={day} idle={idle} pressed={hours.days.includes(day)} onClick={() => toggle(day)}>
            <span aria-hidden="true">{short}</span>
            <Unseen>{long}</Unseen>
          </Button>
        ))}
      </div>
    </div>
  );
}
