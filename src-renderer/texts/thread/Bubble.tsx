import { Image } from 'lucide-react';
import { useState } from 'react';
import type { Search } from '../../../src-shared/history/search.ts';
import type { TextRow } from '../../../src-shared/texts/rows.ts';
import type { Words } from '../../../src-shared/words/en.ts';
import { useSurroundings } from '../../bridge/Surroundings.tsx';
import { Highlighted } from '../../calls/list/Highlighted.tsx';
import { CopyButton } from '../../card/CopyButton.tsx';
import { TextButton } from '../../card/TextButton.tsx';
import { timeOfDay } from '../../format/moments.ts';
import styles from './Bubble.module.css';
import type { TextActions } from './useTextActions.ts';

interface Props {
  readonly row: TextRow;
  readonly search: Search;
  /** It was unread since the thread was opened. */
  readonly isNew: boolean;
  readonly actions: TextActions;
}

/** One text: what was written, as nothing but text, and who wrote it when, on which line. */
export function Bubble({ row, search, isNew, actions }: Props) {
  const { bridge, language } = useSurroundings();
  const { words, locale } = language;
  const [whole, setWhole] = useState<string | null>(null);
  const [failed, setFailed] = useState(false);
  const showWhole = async () => {
    try {
      const text = await bridge.request('texts:whole', { id: row.id });
      setWhole(text);
      setFailed(text === null);
    } catch (error) {
      setFailed(true);
      reportError(error);
    }
  };
  const text = whole ?? row.text;
  return (
    <>
      <div className={styles['line']}>
        {text === '' ? (
          <p className={styles['empty']}>{row.isMms ? words.texts.mmsOnly : words.texts.noWords}</p>
        ) : (
          <p className={styles['text']} dir="auto">
            {whole === null ? <Highlighted text={text} search={search} /> : whole}
            {row.isCut && whole === null ? '…' : null}
          </p>
        )}
        {text === '' ? null : (
          <span className={styles['copy']}>
            <CopyButton name={words.texts.copyText} onCopy={() => actions.copy(row.id, 'text')} />
          </span>
        )}
      </div>
      {row.isCut && whole === null ? (
        <TextButton onClick={() => void showWhole()}>
          {failed ? words.texts.wholeFailed : words.texts.whole}
        </TextButton>
      ) : null}
      <p className={styles['when']}>
        {isNew ? <span className={styles['new']}>{words.texts.isNew}</span> : null}
        {row.isMms && text !== '' ? (
          <span className={styles['mms']}>
            <Image size="0.75rem" aria-hidden="true" />
            {words.texts.mms}
            {' · '}
          </span>
        ) : null}
        <bdi>{sayer(row, words)}</bdi>
        {row.line === null ? null : (
          <>
            {' '}
            <bdi>{words.texts.on(row.line)}</bdi>
          </>
        )}
        {' · '}
        <time dateTime={new Date(row.at).toISOString()}>{timeOfDay(row.at, locale)}</time>
      </p>
    </>
  );
}

function sayer(row: TextRow, words: Words): string {
  if (row.direction === 'inbound') return words.texts.received;
  if (row.mine) return words.texts.sentByYou;
  return row.by === null ? words.history.sent : words.history.sentBy(row.by);
}
