import { X } from 'lucide-react';
import type { KeyboardEvent, RefObject } from 'react';
import { useSurroundings } from '../../bridge/Surroundings.tsx';
import { IconButton } from '../../card/IconButton.tsx';
import { SearchField } from '../SearchField.tsx';
import styles from './SearchBar.module.css';

interface Props {
  readonly typed: string;
  readonly onType: (typed: string) => void;
  /** What is searched. */
  readonly name: string;
  readonly hint: string;
  readonly field: RefObject<HTMLInputElement | null>;
  /** To the list, at the first one. */
  readonly onDown: () => void;
  /** Opens the first one. */
  readonly onEnter: () => void;
  /** Out of an empty search. */
  readonly onLeave: () => void;
}

/** Finds as it is typed. Esc clears it, and leaves it when there is nothing to clear. */
export function SearchBar({ typed, onType, name, hint, field, onDown, onEnter, onLeave }: Props) {
  const { words } = useSurroundings().language;
  const clear = () => onType('');
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const act = {
      ArrowDown: onDown,
      Enter: onEnter,
      Escape: typed === '' ? onLeave : clear,
    }[event.key];
    if (act === undefined) return;
    event.preventDefault();
    act();
  };
  return (
    <div className={styles['search']} role="search">
      <SearchField
        field={field}
        typed={typed}
        name={name}
        hint={hint}
        shortcuts="/ Control+F"
        size="0.9375rem"
        onType={onType}
        onKeyDown={onKeyDown}
      />
      {typed === '' ? (
        <kbd className={styles['key']} aria-hidden="true">
          /
        </kbd>
      ) : (
        <IconButton
          icon={X}
          name={words.history.clearSearch}
          onClick={() => {
            clear();
            field.current?.focus();
          }}
        />
      )}
    </div>
  );
}
