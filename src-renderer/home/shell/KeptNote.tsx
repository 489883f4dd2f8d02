import { KeyRound } from 'lucide-react';
import type { HomeState } from '../../../src-shared/ipc/home.ts';
import type { Words } from '../../../src-shared/words/en.ts';
import { useSurroundings } from '../../bridge/Surroundings.tsx';
import styles from './Note.module.css';

type Kept = Pick<HomeState, 'tokenKept' | 'historyKept' | 'historyAside'>;

/** What is not kept as it should be, and why: nothing that is secret is ever written in plain text. */
export function KeptNote(kept: Kept) {
  const { words } = useSurroundings().language;
  const said = notesOn(kept, words);
  if (said.length === 0) return null;
  return (
    <p className={styles['note']} data-tone="plain">
      <KeyRound size="0.875rem" aria-hidden="true" />
      <span>{said.join(' ')}</span>
    </p>
  );
}

function notesOn({ tokenKept, historyKept, historyAside }: Kept, words: Words): string[] {
  if (historyKept === 'waiting') return [words.connection.historyWaits];
  const token = tokenKept === 'memory';
  const aside =
    historyAside === null
      ? []
      : [historyAside === 'keychain' ? words.connection.historyAside : words.connection.historyOfAnother];
  if (historyKept === 'memory')
    return [token ? words.connection.nothingKept : words.connection.historyInMemory, ...aside];
  return token ? [words.connection.tokenInMemory, ...aside] : aside;
}
