import { ChevronDown, ChevronUp } from 'lucide-react';
import type { KeyboardEvent, RefObject } from 'react';
import { useSurroundings } from '../../bridge/Surroundings.tsx';
import { IconButton } from '../../card/IconButton.tsx';
import { SearchField } from '../SearchField.tsx';
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
      <SearchField
        field={field}
        typed={typed}
        name={words.history.find}
        hint={words.history.find}
        size="0.8125rem"
        onType={onType}
        onKeyDown={onKeyDown}
      />
      <span role="status" className={styles['count']}>
        {typed.trim() === '' ? null : count === 0 ? words.history.findNone : words.action.of(at + 1, count)}
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
