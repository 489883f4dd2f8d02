import type { LinkState } from '../../../src-shared/link/link-state.ts';
import type { KeptAway } from '../../../src-shared/presence/kept-away.ts';
import type { Words } from '../../../src-shared/words/en.ts';
import { keptAwayIn } from '../../../src-shared/words/kept-away.ts';
import { useSurroundings } from '../../bridge/Surroundings.tsx';
import { useNow } from '../../bridge/useNow.ts';
import { momentOf, untilOf } from '../../format/moments.ts';
import { Chip } from '../../card/Chip.tsx';
import styles from './ConnectionChip.module.css';

const TONES: Readonly<Record<LinkState['kind'], 'live' | 'warn' | 'plain'>> = {
  live: 'live',
  reconnecting: 'warn',
  connecting: 'plain',
  unpaired: 'plain',
  revoked: 'plain',
};

interface Props {
  readonly link: LinkState;
  readonly keptAway: KeptAway | null;
}

/** Whether calls can arrive right now, and as whom; over a link that lives, also what keeps their cards away. */
export function ConnectionChip({ link, keptAway }: Props) {
  const { words, locale } = useSurroundings().language;
  const now = useNow(null);
  const kept = link.kind === 'live' ? keptAway : null;
  const whom = link.kind === 'live' ? link.agent : null;
  return (
    <div className={styles['connection']} title={titleOf(link, words)}>
      {whom === null ? null : <span className={styles['whom']}>{whom}</span>}
      <p className={styles['state']} role="status">
        <Chip tone={kept === null ? TONES[link.kind] : 'warn'}>
          <span className={styles['word']}>
            {kept === null
              ? stateOf(link, words, (at) => momentOf(at, now, locale))
              : keptAwayIn(kept, words, (at) => untilOf(at, now, locale))}
          </span>
        </Chip>
      </p>
    </div>
  );
}

/** Where it leads, or why it does not. */
function titleOf(link: LinkState, words: Words): string | undefined {
  if (link.kind === 'live') return link.relay;
  return link.kind === 'reconnecting' && link.why !== null
    ? words.connection.why[link.why.trouble]
    : undefined;
}

function stateOf(link: LinkState, words: Words, moment: (at: number) => string): string {
  switch (link.kind) {
    case 'live':
      return words.connection.live;
    case 'connecting':
      return words.connection.connecting;
    case 'reconnecting':
      return words.connection.reconnecting(moment(link.since));
    case 'unpaired':
      return words.connection.unpaired;
    case 'revoked':
      return words.connection.revoked;
  }
}
