import type { Party, TextRow } from '../../src-shared/texts/rows.ts';
import type { Thread } from '../../src-shared/texts/threads.ts';
import type { Words } from '../../src-shared/words/en.ts';

/** Whom a thread is with, for people. */
export function nameOf({ party }: Pick<Thread, 'party'>, words: Words): string {
  return party.name ?? party.display ?? words.call.numberWithheld;
}

/** Whose initials stand beside it; null: nobody knows them. */
export function portraitOf({ kind, name, display }: Party): string | null {
  return name ?? (kind === 'sender' ? display : null);
}

/** What was written, or why there is nothing to read. */
export function writtenIn({ text, isMms }: Pick<TextRow, 'text' | 'isMms'>, words: Words): string {
  if (text !== '') return text;
  return isMms ? words.texts.mmsOnly : words.texts.noWords;
}

/** "You: On my way.", "Sam: On my way." for what was sent; what came in stands by itself. */
export function previewOf(row: TextRow, text: string, words: Words): string {
  if (row.direction === 'inbound') return text;
  if (row.mine) return words.texts.you(text);
  return row.by === null ? `${words.history.sent}: ${text}` : words.texts.who(row.by, text);
}
