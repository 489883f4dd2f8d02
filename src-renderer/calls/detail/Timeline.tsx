import type { Topic } from '../../../src-shared/allo/events.ts';
import type { TimelineEntry } from '../../../src-shared/history/rows.ts';
import type { Words } from '../../../src-shared/words/en.ts';
import { useSurroundings } from '../../bridge/Surroundings.tsx';
import { useNow } from '../../bridge/useNow.ts';
import { Section } from '../../card/Section.tsx';
import { durationOf } from '../../../src-shared/format/durations.ts';
import { momentOf } from '../../format/moments.ts';
import styles from './Timeline.module.css';

/** What happened with the call, in order, and what came late. */
export function Timeline({ entries }: { readonly entries: readonly TimelineEntry[] }) {
  const { words, locale } = useSurroundings().language;
  const now = useNow(null);
  if (entries.length === 0) return null;
  // Two events can be of one moment and one kind.
  const numbered = entries.map((entry, place) => ({ entry, place }));
  return (
    <Section title={words.history.timeline}>
      <ol className={styles['timeline']}>
        {numbered.map(({ entry, place }) => (
          <li key={place} className={styles['entry']}>
            <time className={styles['when']} dateTime={new Date(entry.at).toISOString()}>
              {momentOf(entry.at, now, locale)}
            </time>
            <span className={styles['what']}>
              {topicOf(entry.topic, words)}
              {entry.who === null ? null : (
                <>
                  {' · '}
                  <bdi>{entry.who}</bdi>
                </>
              )}
              {entry.lateS === null ? null : (
                <span className={styles['late']}>
                  {words.history.cameLate(durationOf(entry.lateS, words.units))}
                </span>
              )}
            </span>
          </li>
        ))}
      </ol>
    </Section>
  );
}

function topicOf(topic: string, words: Words): string {
  return Object.hasOwn(words.topic, topic) ? words.topic[topic as Topic] : words.otherTopic;
}
