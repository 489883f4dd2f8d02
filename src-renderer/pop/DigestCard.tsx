import { X } from 'lucide-react';
import { Fragment, useId } from 'react';
import type { Digest } from '../../src-shared/ipc/pop.ts';
import { useSurroundings } from '../bridge/Surroundings.tsx';
import { useNow } from '../bridge/useNow.ts';
import { useAsk } from '../bridge/useAsk.ts';
import { IconButton } from '../card/IconButton.tsx';
import { Problem } from '../card/Problem.tsx';
import { TextButton } from '../card/TextButton.tsx';
import { momentOf } from '../format/moments.ts';
import { countsOf } from './announcement.ts';
import styles from './DigestCard.module.css';

/** What was missed while nobody was there, in one look. */
export function DigestCard({ digest }: { readonly digest: Digest }) {
  const { bridge, language } = useSurroundings();
  const { words, locale } = language;
  const now = useNow(null);
  const titleId = useId();
  const { ask, problem } = useAsk();
  const answer = (action: 'show' | 'dismiss') => void ask(() => bridge.request('pop:digest', { action }));
  return (
    <article className={styles['digest']} aria-labelledby={titleId}>
      <header className={styles['header']}>
        <h2 id={titleId} className={styles['title']}>
          {words.digest.title}
        </h2>
        <span className={styles['since']}>{words.digest.since(momentOf(digest.since, now, locale))}</span>
        <IconButton icon={X} name={words.digest.dismiss} onClick={() => answer('dismiss')} />
      </header>
      <p className={styles['counts']}>{countsOf(digest, words).join(', ')}</p>
      {digest.who.length === 0 ? null : (
        <p className={styles['who']}>
          {[...new Set(digest.who)].map((name, place) => (
            <Fragment key={name}>
              {place === 0 ? null : ', '}
              <bdi>{name}</bdi>
            </Fragment>
          ))}
        </p>
      )}
      <Problem text={problem} />
      <footer className={styles['footer']}>
        <TextButton onClick={() => answer('show')}>{words.digest.show}</TextButton>
        <TextButton onClick={() => answer('dismiss')}>{words.digest.dismiss}</TextButton>
      </footer>
    </article>
  );
}
