import { Fragment, useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import type { WebhookId } from '../../../src-shared/brand.ts';
import { calendarDay } from '../../../src-shared/format/calendar-date.ts';
import type { Search } from '../../../src-shared/history/search.ts';
import type { Thread } from '../../../src-shared/texts/threads.ts';
import { Boundary } from '../../bounds/Boundary.tsx';
import { useSurroundings } from '../../bridge/Surroundings.tsx';
import { useNow } from '../../bridge/useNow.ts';
import { useTimes } from '../../calls/list/useTimes.ts';
import { TextButton } from '../../card/TextButton.tsx';
import { nameOf } from '../../format/thread-name.ts';
import { Bubble } from './Bubble.tsx';
import { earlier, grown, later, stretchAround, type Stretch } from './stretch.ts';
import styles from './ThreadTexts.module.css';
import type { TextActions } from './useTextActions.ts';
import { useScrolling } from './useScrolling.ts';

interface Props {
  readonly thread: Thread;
  readonly search: Search;
  /** The text that somebody asked for. */
  readonly asked: { readonly id: WebhookId } | null;
  readonly actions: TextActions;
}

const MINUTE_MS = 60_000;

/** The texts of a thread by day, oldest first, the newest in sight; of a long one a stretch, and ways to the rest. */
export function ThreadTexts({ thread, search, asked, actions }: Props) {
  const { language, say } = useSurroundings();
  const { words } = language;
  const { texts, newest } = thread;
  const times = useTimes();
  const today = calendarDay(useNow(MINUTE_MS));
  const list = useRef<HTMLOListElement>(null);
  const lengths = useMemo(() => texts.map(({ text }) => text.length), [texts]);
  const around = () =>
    stretchAround(
      texts.findIndex((row) => row.id === asked?.id),
      lengths,
    );
  const [at, setAt] = useState(() => ({ asked, newest: newest.id, stretch: around() }));
  if (at.asked !== asked) setAt({ asked, newest: newest.id, stretch: around() });
  else if (at.newest !== newest.id)
    setAt({ asked, newest: newest.id, stretch: grown(at.stretch, at.newest, texts) });
  const { stretch } = at;
  const go = (to: Stretch) => setAt({ asked, newest: newest.id, stretch: to });
  // What was unread stays marked until the thread is left.
  const [fresh, setFresh] = useState<ReadonlySet<WebhookId>>(new Set());
  const unread = texts.filter((row) => row.unread && !fresh.has(row.id));
  if (unread.length > 0) setFresh(new Set([...fresh, ...unread.map(({ id }) => id)]));
  useScrolling(list, newest.id, asked, stretch);

  const arrived = useEffectEvent(() => {
    if (newest.direction === 'inbound') say(words.texts.arrived(nameOf(thread, words)));
  });
  const first = useRef(newest.id);
  useEffect(() => {
    if (first.current !== newest.id) arrived();
    first.current = newest.id;
  }, [newest.id]);

  const shown = texts.slice(stretch.from, stretch.to).reverse();
  return (
    // It scrolls, so the keyboard must be able to reach it.
    <ol
      ref={list}
      className={styles['texts']}
      tabIndex={0}
      aria-label={words.texts.with(nameOf(thread, words))}
    >
      {stretch.to < texts.length ? (
        <li className={styles['more']}>
          <TextButton onClick={() => go(earlier(stretch, lengths))}>{words.texts.earlier}</TextButton>
        </li>
      ) : null}
      {shown.map((row, n) => {
        const day = calendarDay(row.at);
        const before = shown[n - 1];
        return (
          <Fragment key={row.id}>
            {before !== undefined && calendarDay(before.at) === day ? null : (
              <li className={styles['day']}>{times.day(row.at, today)}</li>
            )}
            <li
              className={styles['text']}
              data-direction={row.direction}
              data-text={row.id}
              data-asked={asked?.id === row.id}
            >
              <Boundary part="row" of={row} instead={<p>{row.text}</p>}>
                <Bubble row={row} search={search} isNew={fresh.has(row.id)} actions={actions} />
              </Boundary>
            </li>
          </Fragment>
        );
      })}
      {stretch.from > 0 ? (
        <li className={styles['more']}>
          <TextButton onClick={() => go(later(stretch, lengths))}>{words.texts.later}</TextButton>
        </li>
      ) : null}
    </ol>
  );
}
