import { ChevronRight, CornerDownRight, CornerUpRight } from 'lucide-react';
import type { CallKey } from '../../src-shared/brand.ts';
import type { CardModel, Leg } from '../../src-shared/card/model.ts';
import { durationOf } from '../../src-shared/format/durations.ts';
import { useSurroundings } from '../bridge/Surroundings.tsx';
import styles from './Transfer.module.css';
import { legName } from './leg-name.ts';

interface Props {
  readonly card: CardModel;
  /** Opens another part of the call in the calls window. */
  readonly show: (key: CallKey) => void;
}

/** Who had the call before and after a transfer and what was said there: each part leads to itself. */
export function Transfer({ card, show }: Props) {
  const { words } = useSurroundings().language;
  const { legs } = card;
  if (legs.length === 0) return null;
  const nearest = legs.findLastIndex(({ side }) => side === 'before');
  return (
    <ul className={styles['legs']} aria-label={words.card.otherParts}>
      {legs.map((leg, at) => (
        <li key={leg.key ?? leg.side}>
          <Part leg={leg} isNext={at === nearest || at === nearest + 1} show={show} />
        </li>
      ))}
    </ul>
  );
}

interface PartProps {
  readonly leg: Leg;
  /** Nothing was between this part and the call. */
  readonly isNext: boolean;
  readonly show: Props['show'];
}

function Part({ leg, isNext, show }: PartProps) {
  const { words } = useSurroundings().language;
  const { key, side, durationS, summary } = leg;
  const Icon = side === 'before' ? CornerDownRight : CornerUpRight;
  const name = legName(leg, isNext, words);
  const text = (
    <>
      <bdi className={styles['name']}>{name}</bdi>
      {durationS === null || durationS <= 0 ? null : (
        <span className={styles['length']}>{`· ${durationOf(durationS, words.units)}`}</span>
      )}
    </>
  );
  return (
    <div className={styles['leg']}>
      <Icon size={14} />
      {key === null ? (
        <span className={styles['text']} title={name}>
          {text}
        </span>
      ) : (
        <button
          type="button"
          className={styles['text']}
          data-leads="true"
          title={words.card.showPart}
          onClick={() => show(key)}
        >
          {text}
          <ChevronRight size={13} />
        </button>
      )}
      {summary === null ? null : (
        <p className={styles['said']} title={summary}>
          <bdi>{words.card.quoted(summary)}</bdi>
        </p>
      )}
      {key === null && !leg.isOutside ? <p className={styles['said']}>{words.card.partUnknown}</p> : null}
    </div>
  );
}
