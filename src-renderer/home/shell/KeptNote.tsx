import { KeyRound } from 'lucide-react';
import type { HomeState } from '../../../src-shared/ipc/contract.ts';
import { useSurroundings } from '../../bridge/Surroundings.tsx';
import styles from './Note.module.css';

/** What a system without a keychain costs: nothing that is secret is ever written in plain text. */
export function KeptNote({ tokenKept, historyKept }: Pick<HomeState, 'tokenKept' | 'historyKept'>) {
  const { words } = useSurroundings().language;
  const notes = [
    ...(historyKept === 'memory' ? [words.historyInMemory] : []),
    ...(tokenKept === 'memory' ? [words.memoryNote] : []),
  ];
  if (notes.length === 0) return null;
  return (
    <p className={styles['note']} data-tone="plain">
      <KeyRound size={14} aria-hidden="true" />
      <span>{notes.join(' ')}</span>
    </p>
  );
}
