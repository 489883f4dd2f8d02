import { PhoneOutgoing } from 'lucide-react';
import { isUnreached } from '../../../src-shared/calls/phase.ts';
import type { CardModel } from '../../../src-shared/card/model.ts';
import { useSurroundings } from '../../bridge/Surroundings.tsx';
import { useNow } from '../../bridge/useNow.ts';
import { StateChip } from '../../card/StateChip.tsx';
import { momentOf } from '../../format/moments.ts';
import { useTimes } from '../list/useTimes.ts';
import styles from './DetailHeader.module.css';

/** Where the call stands, which line it was on and when. */
export function DetailHeader({ card }: { readonly card: CardModel }) {
  const { words, locale } = useSurroundings().language;
  const times = useTimes();
  const now = useNow(null);
  const { repeats } = card;
  return (
    <header className={styles['header']}>
      {/* Who has it stands beside what one can do. */}
      <StateChip card={isUnreached(card.phase, card) ? { ...card, claim: null } : card} />
      <span className={styles['meta']}>
        {card.direction === 'outbound' ? (
          <PhoneOutgoing size="0.75rem" role="img" aria-hidden={false} aria-label={words.call.outbound} />
        ) : null}
        {card.line === null ? null : <bdi>{`${card.line} · `}</bdi>}
        <time dateTime={new Date(card.startedAt).toISOString()}>{momentOf(card.startedAt, now, locale)}</time>
        {repeats === null ? null : (
          <span>
            {' · '}
            {words.history.calledTimes(
              repeats.count,
              times.time(repeats.firstAt),
              times.time(card.startedAt),
            )}
          </span>
        )}
      </span>
    </header>
  );
}
