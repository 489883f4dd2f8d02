import { useState, type KeyboardEvent } from 'react';
import { useSurroundings } from '../../bridge/Surroundings.tsx';
import { acceleratorOf, keysOf } from './accelerator.ts';
import { Button } from '../Button.tsx';
import type { RowParts } from './Row.tsx';
import styles from './ShortcutRecorder.module.css';

interface Props extends RowParts {
  readonly shortcut: string | null;
  readonly refused: boolean;
  readonly onChange: (shortcut: string | null) => void;
}

/** Shows the keys, and takes new ones as they are pressed. */
export function ShortcutRecorder({ shortcut, refused, onChange, describedBy, locked }: Props) {
  const { settings } = useSurroundings().language.words;
  const [recording, setRecording] = useState(false);
  const [bare, setBare] = useState(false);
  const isMac = navigator.userAgent.includes('Macintosh');

  const listen = (on: boolean) => {
    setRecording(on);
    setBare(false);
  };
  const press = (event: KeyboardEvent) => {
    if (!recording || (event.key === 'Tab' && !event.ctrlKey && !event.altKey && !event.metaKey)) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Escape') {
      listen(false);
      return;
    }
    const keys = acceleratorOf(event, isMac);
    setBare(keys === 'bare');
    if (keys === 'bare' || keys === 'waiting') return;
    listen(false);
    onChange(keys);
  };
  const problem = bare ? settings.shortcutNeedsModifier : refused ? settings.shortcutRefused : null;
  return (
    <div className={styles['recorder']}>
      <div className={styles['line']} onKeyDown={press} onBlur={() => listen(false)}>
        {recording ? null : <Keys shortcut={shortcut} isMac={isMac} />}
        <Button
          idle={locked}
          describedBy={describedBy}
          pressed={recording || undefined}
          onClick={() => listen(!recording)}
        >
          {recording ? settings.shortcutPress : settings.shortcutChange}
        </Button>
        {recording || shortcut === null ? null : (
          <Button idle={locked} describedBy={describedBy} onClick={() => onChange(null)}>
            {settings.shortcutClear}
          </Button>
        )}
      </div>
      <p className={styles['problem']} role="status">
        {problem}
      </p>
    </div>
  );
}

function Keys({ shortcut, isMac }: { readonly shortcut: string | null; readonly isMac: boolean }) {
  const { settings } = useSurroundings().language.words;
  if (shortcut === null) return <span className={styles['none']}>{settings.shortcutNone}</span>;
  return (
    <span className={styles['keys']}>
      {keysOf(shortcut, isMac, settings.spaceBar).map((key) => (
        <kbd key={key} className={styles['key']}>
          {key}
        </kbd>
      ))}
    </span>
  );
}
