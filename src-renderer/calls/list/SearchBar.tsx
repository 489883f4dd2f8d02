import { X } from 'lucide-react';
import type { KeyboardEvent, RefObject } from 'react';
import { useStore } from 'zustand';
import { useSurroundings } from '../../bridge/Surroundings.tsx';
import { IconButton } from '../../card/IconButton.tsx';
import { SearchField } from '../SearchField.tsx';
import { typeSearch, type CallsStore } from '../calls-store.ts';
import styles from './SearchBar.module.css';

interface Props {
  readonly store: CallsStore;
  readonly field: RefObject<HTMLInputElement | null>;
  /** To the list, at the first call. */
  readonly onDown: () => void;
  /** Opens the first call. */
  readonly onEnter: () => void;
  /** Out of an empty search. */
  readonly onLeave: () => void;
}

/** Finds as it is typed. Esc clears it, and leaves it when there is nothing to clear. */
export function SearchBar({ store, field, onDown, onEnter, onLeave }: Props) {
  const { words } = useSurroundings().language;
  const typed = useStore(store, (state) => state.typed);
  const clear = () => typeSearch(store, '');
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
        name={words.history.search}
        hint={words.history.searchHint}
        shortcuts="/ Control+F"
        size={15}
        onType={(text) => typeSearch(store, text)}
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
