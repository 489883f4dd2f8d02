import { useSurroundings } from '../../bridge/Surroundings.tsx';
import { Group } from './Group.tsx';
import { Row } from './Row.tsx';
import { Switch } from './Switch.tsx';
import { useChoices } from './usePreferences.ts';

/** What the system's own notifications tell. */
export function NotificationChoices() {
  const { call, settings } = useSurroundings().language.words;
  const { state, set } = useChoices();
  const { notifyMissed, notifySms } = state.values;
  return (
    <Group title={settings.notifications}>
      <Row name="notifyMissed" label={settings.notifyMissed}>
        {(parts) => <Switch {...parts} on={notifyMissed} onChange={(on) => set({ notifyMissed: on })} />}
      </Row>
      <Row name="notifySms" label={call.messages}>
        {(parts) => <Switch {...parts} on={notifySms} onChange={(on) => set({ notifySms: on })} />}
      </Row>
    </Group>
  );
}
