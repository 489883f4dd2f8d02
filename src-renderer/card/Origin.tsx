import type { CardModel } from '../../src-shared/card/model.ts';
import { useSurroundings } from '../bridge/Surroundings.tsx';
import { useNow } from '../bridge/useNow.ts';
import { countryName } from '../format/country.ts';
import { timeThere } from '../format/there.ts';
import { Flag } from './Flag.tsx';
import styles from './Origin.module.css';

interface Props {
  readonly number: NonNullable<CardModel['caller']['number']>;
  /** Among other facts on one line: the time without words. */
  readonly short?: boolean;
}

const MINUTE_MS = 60_000;

/** Where a number is at home: its city or country, and what time it is there when it is another time than here. */
export function Origin({ number, short = false }: Props) {
  const { words, locale } = useSurroundings().language;
  const now = useNow(number.timeZone === null ? null : MINUTE_MS);
  const country = countryName(number.country, locale);
  const where = number.place ?? country;
  if (where === null) return null;
  const time = timeThere(now, number.timeZone, locale);
  return (
    <span className={styles['origin']}>
      <Flag country={number.country} />
      <span className={styles['where']} title={country ?? where}>
        {where}
      </span>
      {time === null ? null : (
        <span className={styles['time']}>{`· ${short ? time : words.card.timeThere(time)}`}</span>
      )}
    </span>
  );
}

/** Whether there is anything to say. */
export function hasOrigin(number: CardModel['caller']['number'], locale: string): boolean {
  return number !== null && (number.place ?? countryName(number.country, locale)) !== null;
}
