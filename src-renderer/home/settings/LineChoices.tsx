import { useId } from 'react';
import { useSurroundings } from '../../bridge/Surroundings.tsx';
import styles from './LineChoices.module.css';
import { Row } from './Row.tsx';
import { Switch } from './Switch.tsx';
import { useChoices } from './usePreferences.ts';

/** Which of the team's lines ring here. */
export function LineChoices() {
  const { settings } = useSurroundings().language.words;
  const { state, set } = useChoices();
  const { mutedLines } = state.values;
  const none = state.lines.length === 0;
  const ring = (number: string, on: boolean) =>
    set({ mutedLines: on ? mutedLines.filter((muted) => muted !== number) : [...mutedLines, number] });
  return (
    <Row
      name="mutedLines"
      label={settings.mutedLines}
      hint={none ? settings.noLines : settings.mutedLinesHint}
      wide
      several
    >
      {({ labelledBy, describedBy, locked }) =>
        none ? null : (
          <ul className={styles['lines']} aria-labelledby={labelledBy}>
            {state.lines.map((line) => (
              <Line
                key={line.number}
                {...line}
                on={!mutedLines.includes(line.number)}
                describedBy={describedBy}
                locked={locked}
                onChange={(on) => ring(line.number, on)}
              />
            ))}
          </ul>
        )
      }
    </Row>
  );
}

interface LineProps {
  readonly number: string;
  readonly name: string;
  readonly on: boolean;
  readonly describedBy: string | undefined;
  readonly locked: boolean;
  readonly onChange: (on: boolean) => void;
}

function Line({ number, name, ...rest }: LineProps) {
  const [id, nameId] = [useId(), useId()];
  return (
    <li className={styles['line']}>
      <label id={nameId} htmlFor={id} className={styles['name']}>
        {name}
        <span className={styles['number']}>{number}</span>
      </label>
      <Switch {...rest} id={id} labelledBy={nameId} />
    </li>
  );
}
