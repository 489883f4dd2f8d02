import { RINGTONES, type Preferences } from '../../../src-shared/preferences/preferences.ts';
import { useSurroundings } from '../../bridge/Surroundings.tsx';
import { Group } from './Group.tsx';
import { Listen } from './Listen.tsx';
import { Row } from './Row.tsx';
import { Select } from './Select.tsx';
import { useChoices } from './usePreferences.ts';
import { VolumeChoice } from './VolumeChoice.tsx';

const SOUNDS: readonly Preferences['sound'][] = ['off', ...RINGTONES];

/** Whether a card rings, how, and how loud. */
export function SoundChoices() {
  const { settings } = useSurroundings().language.words;
  const { state, set } = useChoices();
  const { sound, volume } = state.values;
  return (
    <Group title={settings.soundTitle}>
      <Row name="sound" label={settings.sound} hint={settings.soundHint}>
        {(parts) => (
          <>
            {sound === 'off' ? null : <Listen ringtone={sound} volume={volume} />}
            <Select
              {...parts}
              value={sound}
              options={SOUNDS.map((value) => ({ value, label: settings.sounds[value] }))}
              onChange={(chosen) => set({ sound: chosen })}
            />
          </>
        )}
      </Row>
      {sound === 'off' ? null : <VolumeChoice />}
    </Group>
  );
}
