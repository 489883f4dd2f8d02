import { ChevronDown, ChevronUp, Search } from 'lucide-react';
import type { KeyboardEvent, RefObject } from 'react';
import { useSurroundings } from '../../bridge/Surroundings.tsx';
import { IconButton } from '../../card/IconButton.tsx';
import styles from './FindBar.module.css';

interface Props {
  readonly field: RefObject<HTMLInputElement | null>;
  readonly typed: string;
  readonly onType: (typed: string) => void;
  /** The match that is shown, from 0; -1: none. */
  readonly at: number;
  readonly count: number;
  readonly onStep: (step: 1 | -1) => void;
}

/** Finds words in the transcript: Enter goes on, Shift+Enter back, Esc clears. */
export function FindBar({ field, typed, onType, at, count, onStep }: Props) {
  const { words } = useSurroundings().language;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter') onStep(event.shiftKey ? -1 : 1);
    else if (event.key === 'Escape' && typed !== '') onType('');
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className={styles['find']}>
      <Search className={styles['icon']} size={13} />
      <input
        ref={field}
        type="text"
        className={styles['field']}
        value={typed}
        maxLength={200}
        spellCheck={false}
        autoComplete="off"
        aria-label={words.history.find}
        placeholder={words.history.find}
        onChange={(event) => onType(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <span role="status" className={styles['count']}>
        {typed.trim() === ''
          ? null
          : count === 0
            ? words.history.findNone
            : words.history.findCount(at + 1, count)}
      </span>
      {count === 0 ? null : (
        <>
          <IconButton icon={ChevronUp} name={words.history.findPrevious} onClick={() => onStep(-1)} />
          <IconButton icon={ChevronDown} name={words.history.findNext} onClick={() => onStep(1)} />
        </>
      )}
    </div>
  );
}
