import { Search } from 'lucide-react';
import type { KeyboardEvent, RefObject } from 'react';
import styles from './SearchField.module.css';

interface Props {
  readonly field: RefObject<HTMLInputElement | null>;
  readonly typed: string;
  readonly name: string;
  /** What stands in it as long as it is empty. */
  readonly hint: string;
  /** As `aria-keyshortcuts` writes them. */
  readonly shortcuts?: string;
  /** Of the icon, with its unit. */
  readonly size: string;
  readonly onType: (typed: string) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

/** Where words to look for are typed; the frame around it is its owner's. */
export function SearchField({ field, typed, name, hint, shortcuts, size, onType, onKeyDown }: Props) {
  return (
    <>
      <Search className={styles['icon']} size={size} />
      <input
        ref={field}
        type="text"
        className={styles['field']}
        value={typed}
        maxLength={200}
        spellCheck={false}
        autoComplete="off"
        aria-label={name}
        aria-keyshortcuts={shortcuts}
        placeholder={hint}
        onChange={(event) => onType(event.target.value)}
        onKeyDown={onKeyDown}
      />
    </>
  );
}
