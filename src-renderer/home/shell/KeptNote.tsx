import { KeyRound } from 'lucide-react';
import type { HomeState } from '../../../src-shared/ipc/contract.ts';
import { useSurroundings } from '../../bridge/Surroundings.tsx';
import styles from './Note.module.css';

/** What a system without a keychain costs: nothing that is secret is ever written in plain text. */
export function KeptNote({ tokenKept, historyKept }: Pick<HomeState, 'tokenKept' | 'historyKept'>) {
  const { words } = useSurroundings().language;
  const history = historyKept === 'memory';
  const token = tokenKept === 'memory';
  if (!history && !token) return null;
  return (
    <p className={styles['note']} data-tone="plain">
      <KeyRound size={14} aria-hidden="true" />
      <span>
        {history && token
          ? words.connection.nothingKept
          : history
            ? words.connection.historyInMemory
            : words.connection.tokenInMemory}
      </span>
    </p>
  );
}
