import { CORNERS, type Preferences } from '../../../src-shared/preferences/preferences.ts';
import { useSurroundings } from '../../bridge/Surroundings.tsx';
import styles from './CornerPicker.module.css';
import { RadioGroup, type RadioProps } from './RadioGroup.tsx';

/** A small screen with a place for the card in each corner. */
export function CornerPicker(props: RadioProps<Preferences['corner']>) {
  const { corners } = useSurroundings().language.words.settings;
  const faces = CORNERS.map((corner) => ({
    value: corner,
    name: corners[corner],
    face: <i className={styles['card']} aria-hidden="true" />,
  }));
  return <RadioGroup {...props} options={faces} className={styles['screen']} />;
}
