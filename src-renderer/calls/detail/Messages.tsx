import { useEffect, useRef } from 'react';
import type { Message } from '../../../src-shared/history/rows.ts';
import { useSurroundings } from '../../bridge/Surroundings.tsx';
import { useNow } from '../../bridge/useNow.ts';
import { Section } from '../../card/Section.tsx';
import { momentOf } from '../../format/moments.ts';
import styles from './Messages.module.css';

/** The text messages with the number, oldest first, the newest in sight. */
export function Messages({ messages }: { readonly messages: readonly Message[] }) {
  const { words, locale } = useSurroundings().language;
  const now = useNow(null);
  const thread = useRef<HTMLOListElement>(null);
  const count = messages.length;
  useEffect(() => {
    const list = thread.current;
    if (list !== null && count > 0) list.scrollTop = list.scrollHeight;
  }, [count]);
  if (count === 0) return null;
  return (
    <Section title={words.call.messages} aside={count.toLocaleString(locale)}>
      {/* It scrolls when long, so the keyboard must be able to reach it. */}
      <ol ref={thread} className={styles['thread']} tabIndex={0} aria-label={words.call.messages}>
        {messages.map((message) => (
          <li
            key={`${message.at} ${message.direction} ${message.text}`}
            className={styles['message']}
            data-direction={message.direction}
          >
            <p className={styles['text']} dir="auto">
              {message.text}
            </p>
            <p className={styles['when']}>
              {message.direction === 'inbound'
                ? words.history.received
                : message.by === null
                  ? words.history.sent
                  : words.history.sentBy(message.by)}
              {' · '}
              <time dateTime={new Date(message.at).toISOString()}>{momentOf(message.at, now, locale)}</time>
            </p>
          </li>
        ))}
      </ol>
    </Section>
  );
}
