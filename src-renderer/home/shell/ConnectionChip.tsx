import type { LinkState } from '../../../src-shared/link/link-state.ts';
import type { Words } from '../../../src-shared/words/en.ts';
import { useSurroundings } from '../../bridge/Surroundings.tsx';
import { useNow } from '../../bridge/useNow.ts';
import { momentOf } from '../../format/moments.ts';
import { Chip } from '../../card/Chip.tsx';
import styles from './ConnectionChip.module.css';

const TONES: Readonly<Record<LinkState['kind'], 'live' | 'warn' | 'plain'>> = {
  live: 'live',
  reconnecting: 'warn',
  connecting: 'plain',
  unpaired: 'plain',
  revoked: 'plain',
};

/** Whether calls can arrive right now, and as whom. */
export function ConnectionChip({ link }: { readonly link: LinkState }) {
  const { words, locale } = useSurroundings().language;
  const now = useNow(null);
  const whom = link.kind === 'live' ? link.agent : null;
  return (
    <div className={styles['connection']} title={titleOf(link, words)}>
      {whom === null ? null : <span className={styles['whom']}>{whom}</span>}
      <p className={styles['state']} role="status">
        <Chip tone={TONES[link.kind]}>
          <span className={styles['word']}>{stateOf(link, words, (at) => momentOf(at, now, locale))}</span>
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
