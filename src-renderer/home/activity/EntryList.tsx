import type { ActivityEntry } from '../../../src-shared/activity/activity.ts';
import { calendarDay } from '../../../src-shared/format/calendar-date.ts';
import { useSurroundings } from '../../bridge/Surroundings.tsx';
import { useNow } from '../../bridge/useNow.ts';
import { whenOf } from '../../format/moments.ts';
import styles from './EntryList.module.css';
import { toneOf, topicIn, verdictIn } from './verdicts.ts';

/** Events by day, newest first. */
export function EntryList({ entries }: { readonly entries: readonly ActivityEntry[] }) {
  const { words, locale } = useSurroundings().language;
  const now = useNow(60_000);
  const days = Map.groupBy(entries, ({ at }) => calendarDay(at));
  const today = calendarDay(now);
  return [...days].map(([day, ofDay]) => {
    const name = day >= today ? words.activity.today : whenOf(ofDay[0]?.at ?? now, now, locale);
    return (
      <section key={day} aria-label={name}>
        <h2 className={styles['day']}>{name}</h2>
        <ol>
          {ofDay.map((entry) => (
            <Entry key={entry.id} entry={entry} />
          ))}
        </ol>
      </section>
    );
  });
}

function Entry({ entry }: { readonly entry: ActivityEntry }) {
  const { language } = useSurroundings();
  const { at, topic, who, verdict, isTest, timed } = entry;
  const time = new Intl.DateTimeFormat(language.locale, { timeStyle: 'medium' }).format(at);
  return (
    <li className={styles['entry']}>
      <time className={styles['time']} dateTime={new Date(at).toISOString()}>
        {time}
      </time>
      <span className={styles['what']}>
        <span className={styles['topic']}>{topicIn(language, topic)}</span>
        {who === null ? null : (
          <bdi className={styles['who']} title={who}>
            {who}
          </bdi>
        )}
        {isTest ? <span className={styles['test']}>{language.words.activity.test}</span> : null}
      </span>
      <span className={styles['verdict']} data-tone={toneOf(verdict)}>
        <i className={styles['dot']} aria-hidden="true" />
        <span>
          {verdictIn(language, verdict)}
          {timed === undefined ? null : (
            <span className={styles['timed']}>{language.words.activity.timed[timed]}</span>
          )}
        </span>
      </span>
    </li>
  );
}
