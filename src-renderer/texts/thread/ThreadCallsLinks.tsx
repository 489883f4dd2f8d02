import { useStore } from 'zustand';
import type { CallKey, WebhookId } from '../../../src-shared/brand.ts';
import { useSurroundings } from '../../bridge/Surroundings.tsx';
import { useNow } from '../../bridge/useNow.ts';
import type { CallsStore } from '../../feeds/calls-store.ts';
import { stateOf } from '../../calls/list/row-state.ts';
import { TextButton } from '../../card/TextButton.tsx';
import { momentOf } from '../../format/moments.ts';
import styles from './ThreadCallsLinks.module.css';
import { useThreadCalls } from './useThreadCalls.ts';

interface Props {
  /** A text of the thread. */
  readonly text: WebhookId;
  readonly calls: CallsStore;
  readonly onCall: (call: CallKey) => void;
  readonly onAll: () => void;
}

/** The newest calls with the number, each a way to it, and the way to all. */
export function ThreadCallsLinks({ text, calls, onCall, onAll }: Props) {
  const { words, locale } = useSurroundings().language;
  const { count, newest } = useThreadCalls(text);
  const rows = useStore(calls, (state) => state.rows);
  const now = useNow(null);
  if (count === 0) return null;
  const shown = newest.flatMap((key) => rows.find((row) => row.key === key) ?? []);
  if (shown.length === 0) return null;
  return (
    <div className={styles['calls']} role="group" aria-label={words.texts.calls}>
      {shown.map((row) => {
        const { icon: Icon, tone, word } = stateOf(row, words);
        const way = row.direction === 'outbound' ? words.call.outbound : words.call.inbound;
        const when = momentOf(row.startedAt, now, locale);
        return (
          <button
            key={row.key}
            type="button"
            className={styles['call']}
            aria-label={`${way}, ${word}, ${when}`}
            onClick={() => onCall(row.key)}
          >
            <Icon className={styles['icon']} data-tone={tone} size="0.8125rem" aria-hidden="true" />
            {`${word} · ${when}`}
          </button>
        );
      })}
      {count > shown.length ? <TextButton onClick={onAll}>{words.texts.allCalls(count)}</TextButton> : null}
    </div>
  );
}
