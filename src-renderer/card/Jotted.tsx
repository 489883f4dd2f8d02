import type { CardModel } from '../../src-shared/card/model.ts';
import { NoteField } from './NoteField.tsx';
import { useNote } from './useNote.ts';

/** The note of a call, in a window that has the keyboard anyway. */
export function Jotted({ card }: { readonly card: CardModel }) {
  return <NoteField note={useNote(card.key, card.note)} />;
}
