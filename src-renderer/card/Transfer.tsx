import { ChevronRight, CornerDownRight, CornerUpRight } from 'lucide-react';
import type { CallKey } from '../../src-shared/brand.ts';
import type { CardModel, Leg } from '../../src-shared/card/model.ts';
import { durationOf } from '../../src-shared/format/durations.ts';
import { useSurroundings } from '../bridge/Surroundings.tsx';
import styles from './Transfer.module.css';
import { legNames } from '../../src-shared/words/leg-name.ts';

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
  return (
    <ul className={styles['legs']} aria-label={words.card.otherParts}>
      {legNames(legs, words).map(({ leg, name }) => (
        <li key={leg.key ?? leg.side}>
          <Part leg={leg} name={name} show={show} />
        </li>
      ))}
    </ul>
  );
}

interface PartProps {
  readonly leg: Leg;
  readonly name: string;
  readonly show: Props['show'];
}

function Part({ leg, name, show }: PartProps) {
  const { words } = useSurroundings().language;
  const { key, side, durationS, summary } = leg;
  const Icon = side === 'before' ? CornerDownRight : CornerUpRight;
  const text = (
    <>
      <bdi className={styles['name']}>{name}</bdi>
      {leg.number === null ? null : <bdi className={styles['length']}>{leg.number}</bdi>}
      {durationS === null || durationS <= 0 ? null : (
        <span className={styles['length']}>{`· ${durationOf(durationS, words.units)}`}</span>
      )}
    </>
  );
  return (
    <div className={styles['leg']}>
      <Icon size="0.875rem" />
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
          <ChevronRight size="0.8125rem" />
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
