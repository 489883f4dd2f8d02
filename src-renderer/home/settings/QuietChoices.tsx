import { useSurroundings } from '../../bridge/Surroundings.tsx';
import { Group } from './Group.tsx';
import { QuietHoursChoice } from './QuietHoursChoice.tsx';
import { SnoozeChoice } from './SnoozeChoice.tsx';

/** When there are no cards and no sounds. */
export function QuietChoices() {
  const { settings } = useSurroundings().language.words;
  return (
    <Group title={settings.quiet}>
      <SnoozeChoice />
      <QuietHoursChoice />
    </Group>
  );
}
