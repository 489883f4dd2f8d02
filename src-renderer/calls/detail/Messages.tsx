import { MessagesSquare } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { Message } from '../../../src-shared/history/rows.ts';
import { useAsk } from '../../bridge/useAsk.ts';
import { useSurroundings } from '../../bridge/Surroundings.tsx';
import { useNow } from '../../bridge/useNow.ts';
import { Problem } from '../../card/Problem.tsx';
import { Section } from '../../card/Section.tsx';
import { TextButton } from '../../card/TextButton.tsx';
import { momentOf } from '../../format/moments.ts';
import { writtenIn } from '../../format/thread-name.ts';
import styles from './Messages.module.css';

interface Props {
  /** Oldest first. */
  readonly messages: readonly Message[];
  /** There are more, with the texts. */
  readonly hasMore: boolean;
}

/** The newest text messages with the number, oldest first, the newest in sight, and the way to all of them. */
export function Messages({ messages, hasMore }: Props) {
  const { bridge, language } = useSurroundings();
  const { ask, problem } = useAsk();
  const { words, locale } = language;
  const now = useNow(null);
  const thread = useRef<HTMLOListElement>(null);
  const newest = messages.at(-1);
  const newestId = newest?.id;
  useEffect(() => {
    const list = thread.current;
    if (list !== null && newestId !== undefined) list.scrollTop = list.scrollHeight;
  }, [newestId]);
  if (newest === undefined) return null;
  const open = () => void ask(() => bridge.request('texts:open', { id: newest.id }));
  return (
    <Section title={words.call.messages} aside={hasMore ? undefined : messages.length.toLocaleString(locale)}>
      {/* It scrolls when long, so the keyboard must be able to reach it. */}
      <ol ref={thread} className={styles['thread']} tabIndex={0} aria-label={words.call.messages}>
        {messages.map((message) => (
          <li key={message.id} className={styles['message']} data-direction={message.direction}>
            <p className={styles['text']} dir="auto">
              {writtenIn(message, words)}
            </p>
            <p className={styles['when']}>
              {message.direction === 'inbound'
                ? words.history.received
                : message.by === null
                  ? words.history.sent
                  : words.history.sentBy(message.by)}
              {message.isMms ? ` · ${words.texts.mms}` : null}
              {' · '}
              <time dateTime={new Date(message.at).toISOString()}>{momentOf(message.at, now, locale)}</time>
            </p>
          </li>
        ))}
      </ol>
      <Problem text={problem} />
      <p className={styles['way']}>
        <TextButton onClick={open}>
          <MessagesSquare size="0.8125rem" />
          {hasMore ? words.texts.allTexts : words.texts.openThread}
        </TextButton>
      </p>
    </Section>
  );
}
