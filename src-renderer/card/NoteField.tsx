import { useId, type Ref } from 'react';
import { MAX_NOTE_CHARS } from '../../src-shared/ipc/card.ts';
import { useSurroundings } from '../bridge/Surroundings.tsx';
import styles from './NoteField.module.css';
import type { Note, NoteState } from './useNote.ts';

interface Props {
  readonly note: Note;
  readonly field?: Ref<HTMLTextAreaElement>;
  /** The pointer comes down on it: words need the keyboard. */
  readonly onReach?: () => void;
  readonly onLeave?: () => void;
}

/** Where the agent jots things down; it grows with the text, and keeps it by itself. */
export function NoteField({ note, field, onReach, onLeave }: Props) {
  const { words } = useSurroundings().language;
  const id = useId();
  const told: Readonly<Record<NoteState, string>> = {
    same: '',
    saving: words.card.noteSaving,
    saved: words.card.noteSaved,
    failed: words.card.noteFailed,
  };
  return (
    <section className={styles['note']} aria-label={words.card.note}>
      <div className={styles['head']}>
        <label className={styles['title']} htmlFor={id}>
          {words.card.note}
        </label>
        <span role="status" className={styles['state']} data-state={note.state}>
          {told[note.state]}
        </span>
      </div>
      <textarea
        ref={field}
        id={id}
        className={styles['field']}
        value={note.text}
        maxLength={MAX_NOTE_CHARS}
        rows={1}
        dir="auto"
        spellCheck={false}
        placeholder={words.card.notePlaceholder}
        onPointerDown={onReach}
        onChange={(event) => note.write(event.target.value)}
        onBlur={() => {
          note.flush();
          onLeave?.();
        }}
      />
    </section>
  );
}
