import { ArrowUpRight } from 'lucide-react';
import { useState } from 'react';
import type { CardModel, OtherDeal } from '../../src-shared/card/model.ts';
import { calendarDay } from '../../src-shared/format/calendar-date.ts';
import { useSurroundings } from '../bridge/Surroundings.tsx';
import { useNow } from '../bridge/useNow.ts';
import { closingOf } from '../format/closing.ts';
import { fullMoneyOf, moneyOf } from '../format/money.ts';
import { useAsOf } from './as-of.ts';
import { crmHint } from './crm-hint.ts';
import styles from './OtherDeals.module.css';
import { Section } from './Section.tsx';
import { TextButton } from './TextButton.tsx';

interface Props {
  readonly crmName: CardModel['crmName'];
  readonly extras: NonNullable<CardModel['extras']>;
  /** So many are listed until the agent asks for all. */
  readonly most: number;
  readonly onOpen: (deal: string) => void;
}

/** Open deals that only the CRM knows of: each opens its record. */
export function OtherDeals({ crmName, extras, most, onOpen }: Props) {
  const { words } = useSurroundings().language;
  const [all, setAll] = useState(false);
  const asOf = useAsOf(crmName, extras.at);
  const { otherDeals, moreDeals } = extras;
  if (otherDeals.length === 0) return null;
  const shown = all ? otherDeals : otherDeals.slice(0, most);
  const isCut = otherDeals.length > most;
  return (
    <Section
      title={words.inCrm.alsoIn(crmName ?? words.action.yourCrm)}
      aside={<span className={styles['when']}>{asOf}</span>}
    >
      <ul className={styles['list']}>
        {shown.map((deal) => (
          <Row key={deal.id} deal={deal} crmName={crmName} onOpen={() => onOpen(deal.id)} />
        ))}
      </ul>
      {isCut || moreDeals > 0 ? (
        <p className={styles['rest']}>
          {isCut ? (
            <TextButton expanded={all} onClick={() => setAll(!all)}>
              {all ? words.action.showFewer : words.action.showAll(otherDeals.length)}
            </TextButton>
          ) : null}
          {moreDeals > 0 ? <span>{words.inCrm.moreDeals(moreDeals)}</span> : null}
        </p>
      ) : null}
    </Section>
  );
}

function Row({
  deal,
  crmName,
  onOpen,
}: Pick<Props, 'crmName'> & { readonly deal: OtherDeal; readonly onOpen: () => void }) {
  const { words } = useSurroundings().language;
  return (
    <li>
      {deal.isLinked ? (
        <button
          type="button"
          className={styles['deal']}
          title={crmHint({ link: 'record', offer: null }, crmName, words)}
          onClick={onOpen}
        >
          <Content deal={deal} />
        </button>
      ) : (
        <div className={styles['deal']}>
          <Content deal={deal} />
        </div>
      )}
    </li>
  );
}

function Content({ deal }: { readonly deal: OtherDeal }) {
  const { words, locale } = useSurroundings().language;
  const now = useNow(null);
  const closing = deal.closeDate === null ? null : closingOf(deal.closeDate, calendarDay(now), locale);
  const closes =
    closing === null
      ? null
      : closing.kind === 'ahead'
        ? words.deals.closes(closing.day)
        : closing.kind === 'today'
          ? words.deals.dueToday
          : words.deals.due(closing.ago);
  const meta = [deal.stage, closes].filter((part) => part !== null);
  return (
    <>
      <span className={styles['main']}>
        <bdi className={styles['name']} title={deal.name}>
          {deal.name}
        </bdi>
        {deal.isLinked ? <ArrowUpRight className={styles['mark']} size="0.75rem" /> : null}
        {deal.value === null ? null : (
          <span className={styles['value']} title={fullMoneyOf(deal.value, locale)}>
            {moneyOf(deal.value, locale)}
          </span>
        )}
      </span>
      {meta.length === 0 ? null : (
        <span className={styles['meta']} title={meta.join(' · ')}>
          {deal.stage === null ? null : <bdi>{deal.stage}</bdi>}
          {meta.length === 2 ? ' · ' : null}
          {closes}
        </span>
      )}
    </>
  );
}
