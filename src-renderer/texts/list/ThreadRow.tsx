import type { Search } from '../../../src-shared/history/search.ts';
import type { FoundThread } from '../../../src-shared/texts/find.ts';
import { useSurroundings } from '../../bridge/Surroundings.tsx';
import { Highlighted } from '../../calls/list/Highlighted.tsx';
import { Avatar } from '../../card/Avatar.tsx';
import { Unseen } from '../../bridge/Unseen.tsx';
import rowStyles from '../../rows/Row.module.css';
import { nameOf, portraitOf, previewOf, writtenIn } from '../../format/thread-name.ts';
import { excerptOf } from './excerpt.ts';
import styles from './ThreadRow.module.css';

interface Props {
  readonly item: FoundThread;
  readonly search: Search;
  readonly when: string;
}

/** A thread in the list: with whom, when, what was written last or found, and how much of it is unread. */
export function ThreadRow({ item, search, when }: Props) {
  const { words, locale } = useSurroundings().language;
  const { thread, shown, hits } = item;
  const { party, unread } = thread;
  const name = nameOf(thread, words);
  const numberAsked = party.name !== null && search.some(({ kind }) => kind === 'number');
  return (
    <div className={`${rowStyles['cell']} ${styles['cell']}`} data-unread={unread > 0}>
      <Avatar name={portraitOf(party)} small />
      <span className={rowStyles['text']}>
        <span className={rowStyles['first']}>
          <span className={rowStyles['who']} title={name}>
            <bdi className={`${rowStyles['name']} ${styles['name']}`}>
              <Highlighted text={name} search={search} />
            </bdi>
            {party.company === null ? null : (
              <>
                {', '}
                <bdi>
                  <Highlighted text={party.company} search={search} />
                </bdi>
              </>
            )}
          </span>
          <time
            className={`${rowStyles['time']} ${styles['time']}`}
            dateTime={new Date(shown.at).toISOString()}
          >
            {when}
          </time>
        </span>
        <span className={rowStyles['second']}>
          <span className={styles['preview']} dir="auto">
            <Highlighted
              text={previewOf(shown, excerptOf(writtenIn(shown, words), search), words)}
              search={search}
            />
          </span>
          {unread === 0 ? null : (
            <>
              <span className={styles['unread']} aria-hidden="true">
                {unread > 99 ? '99+' : unread.toLocaleString(locale)}
              </span>
              <Unseen>{words.texts.unread(unread)}</Unseen>
            </>
          )}
        </span>
        {numberAsked && party.display !== null ? (
          <bdi className={styles['more']}>
            <Highlighted text={party.display} search={search} />
          </bdi>
        ) : null}
        {search.length > 0 && hits.length > 1 ? (
          <span className={styles['more']}>{words.texts.foundIn(hits.length)}</span>
        ) : null}
      </span>
    </div>
  );
}
