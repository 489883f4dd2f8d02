import type { CardModel } from '../../src-shared/card/model.ts';
import { factsOf } from '../../src-shared/calls/phase.ts';
import { useSurroundings } from '../bridge/Surroundings.tsx';
import { useNow } from '../bridge/useNow.ts';
import { durationOf } from '../../src-shared/format/durations.ts';
import { momentOf, whenOf } from '../format/moments.ts';
import styles from './Age.module.css';

/** How long it has been ringing, second by second; for every other call, when it came. */
export function Age({ card }: { readonly card: CardModel }) {
  const { words, locale } = useSurroundings().language;
  const { rings } = factsOf(card.phase);
  const now = useNow(rings ? 1000 : null, card.startedAt);
  const text = rings
    ? durationOf((now - card.startedAt) / 1000, words.units)
    : whenOf(card.startedAt, now, locale);
  return (
    <time
      className={styles['age']}
      title={momentOf(card.startedAt, now, locale)}
      dateTime={new Date(card.startedAt).toISOString()}
    >
      {text}
    </time>
  );
}
