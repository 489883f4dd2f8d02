import { BellOff } from 'lucide-react';
import type { KeptAway } from '../../../src-shared/presence/kept-away.ts';
import { keptAwayIn, keptAwayMeaning, resumeIn } from '../../../src-shared/words/kept-away.ts';
import { useAsk } from '../../bridge/useAsk.ts';
import { useSurroundings } from '../../bridge/Surroundings.tsx';
import { useNow } from '../../bridge/useNow.ts';
import { TextButton } from '../../card/TextButton.tsx';
import { untilOf } from '../../format/moments.ts';
import { Failed } from '../Failed.tsx';
import styles from './Note.module.css';

/** Why no card would come now, what that means, and the click that brings cards back. */
export function KeptAwayNote({ kept }: { readonly kept: KeptAway | null }) {
  return kept === null ? null : <Kept kept={kept} />;
}

function Kept({ kept }: { readonly kept: KeptAway }) {
  const { bridge, language } = useSurroundings();
  const { words, locale } = language;
  const now = useNow(60_000);
  const { ask, problem } = useAsk();
  const resume = resumeIn(kept, words);
  return (
    <div className={styles['note']} data-tone="warn">
      <BellOff size="1.17em" aria-hidden="true" />
      <span className={styles['text']}>
        <strong>{keptAwayIn(kept, words, (at) => untilOf(at, now, locale))}.</strong>{' '}
        {keptAwayMeaning(kept, words)}
        <Failed text={problem} />
      </span>
      {resume === null ? null : (
        <TextButton onClick={() => void ask(() => bridge.request('home:resume'))}>{resume}</TextButton>
      )}
    </div>
  );
}
