import { KeyRound } from 'lucide-react';
import type { HomeState, LinkState } from '../../src-shared/ipc/contract.ts';
import { useSurroundings } from '../bridge/Surroundings.tsx';
import { useNow } from '../bridge/useNow.ts';
import { momentOf } from '../format/moments.ts';
import type { Words } from '../../src-shared/words/en.ts';
import styles from './ConnectionLine.module.css';
import { ProductMark } from './ProductMark.tsx';

interface Props {
  readonly link: LinkState;
  readonly tokenKept: HomeState['tokenKept'];
}

/** Whether calls can arrive right now, and as whom. */
export function ConnectionLine({ link, tokenKept }: Props) {
  const { words, locale } = useSurroundings().language;
  const now = useNow(null);
  const note = noteOf(link, words);
  return (
    <header className={styles['header']}>
      <div className={styles['line']}>
        <ProductMark />
        <div className={styles['text']}>
          <h1 className={styles['product']}>{words.product}</h1>
          <p className={styles['note']} title={note}>
            {note}
          </p>
        </div>
        <p className={styles['state']} data-kind={link.kind} role="status">
          <i className={styles['dot']} aria-hidden="true" />
          {stateOf(link, words, (at) => momentOf(at, now, locale))}
        </p>
      </div>
      {tokenKept === 'memory' ? (
        <p className={styles['memory']}>
          <KeyRound size={14} />
          {words.memoryNote}
        </p>
      ) : null}
    </header>
  );
}

function stateOf(link: LinkState, words: Words, moment: (at: number) => string): string {
  switch (link.kind) {
    case 'live':
      return words.live;
    case 'connecting':
      return words.connecting;
    case 'reconnecting':
      return words.reconnecting(moment(link.since));
    case 'unpaired':
    case 'revoked':
      return words.unpaired;
  }
}

function noteOf(link: LinkState, words: Words): string {
  if (link.kind === 'live') return link.agent;
  return link.kind === 'reconnecting' ? link.relay : words.waitingNote;
}
