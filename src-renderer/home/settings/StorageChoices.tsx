import { useSurroundings } from '../../bridge/Surroundings.tsx';
import { Group } from './Group.tsx';
import { Row } from './Row.tsx';
import { Select } from './Select.tsx';
import { Switch } from './Switch.tsx';
import { useChoices } from './usePreferences.ts';

const DAYS: readonly number[] = [7, 14, 30, 60, 90, 180, 365];

/** What stays on this computer, and when Ringside runs. */
export function StorageChoices() {
  const { settings } = useSurroundings().language.words;
  const { state, set } = useChoices();
  const { historyDays, launchAtLogin } = state.values;
  const days = DAYS.includes(historyDays) ? DAYS : [...DAYS, historyDays].toSorted((a, b) => a - b);
  return (
    <Group title={settings.storage}>
      <Row name="historyDays" label={settings.historyDays} hint={settings.historyDaysHint}>
        {(parts) => (
          <Select
            {...parts}
            value={String(historyDays)}
            options={days.map((count) => ({ value: String(count), label: settings.dayCount(count) }))}
            onChange={(chosen) => set({ historyDays: Number(chosen) })}
          />
        )}
      </Row>
      <Row name="launchAtLogin" label={settings.launchAtLogin}>
        {(parts) => <Switch {...parts} on={launchAtLogin} onChange={(on) => set({ launchAtLogin: on })} />}
      </Row>
    </Group>
  );
}
