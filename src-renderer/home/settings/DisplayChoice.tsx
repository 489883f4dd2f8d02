import { useSurroundings } from '../../bridge/Surroundings.tsx';
import { Row } from './Row.tsx';
import { Select } from './Select.tsx';
import { useChoices } from './usePreferences.ts';

/** On which display cards appear. */
export function DisplayChoice() {
  const { settings } = useSurroundings().language.words;
  const { state, set } = useChoices();
  const { display } = state.values;
  const options = [
    { value: 'pointer', label: settings.displayPointer },
    { value: 'primary', label: settings.displayPrimary },
    ...state.displays.map(({ id, label, primary }) => ({
      value: String(id),
      label: primary ? settings.primaryNamed(label) : label,
    })),
  ];
  const gone = !options.some(({ value }) => value === String(display));
  return (
    <Row name="display" label={settings.display}>
      {(parts) => (
        <Select
          {...parts}
          value={String(display)}
          options={gone ? [...options, { value: String(display), label: settings.displayGone }] : options}
          onChange={(chosen) =>
            set({ display: chosen === 'pointer' || chosen === 'primary' ? chosen : Number(chosen) })
          }
        />
      )}
    </Row>
  );
}
