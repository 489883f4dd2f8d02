import { useSurroundings } from '../../bridge/Surroundings.tsx';
import { Group } from './Group.tsx';
import { Row } from './Row.tsx';
import { ShortcutRecorder } from './ShortcutRecorder.tsx';
import { useChoices } from './usePreferences.ts';

/** The keys that work in every program. */
export function KeyboardChoices() {
  const { settings } = useSurroundings().language.words;
  const { state, set } = useChoices();
  return (
    <Group title={settings.keyboard}>
      <Row name="summonShortcut" label={settings.shortcut} hint={settings.shortcutHint} wide several>
        {(parts) => (
          <ShortcutRecorder
            {...parts}
            shortcut={state.values.summonShortcut}
            refused={state.shortcutRefused}
            onChange={(shortcut) => set({ summonShortcut: shortcut })}
          />
        )}
      </Row>
    </Group>
  );
}
