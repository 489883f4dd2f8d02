import { ArrowUpRight, Search, TriangleAlert } from 'lucide-react';
import type { DealModel } from '../../src-shared/card/model.ts';
import { useSurroundings } from '../bridge/Surroundings.tsx';
import { useNow } from '../bridge/useNow.ts';
import { calendarDay } from '../../src-shared/format/calendar-date.ts';
import { closingOf } from '../format/closing.ts';
import { fullMoneyOf, moneyOf } from '../format/money.ts';
import { crmHint } from './crm-hint.ts';
import styles from './DealRow.module.css';

interface Props {
  readonly deal: DealModel;
  /** The most pressing one. */
  readonly top: boolean;
  readonly crmName: string | null;
  /** The key that opens it; null: none does. */
  readonly digit: number | null;
  readonly onOpen: () => void;
}

/** A deal: its name and value, its stage and when it closes. One click opens it, where there is something to open. */
export function DealRow({ deal, top, crmName, digit, onOpen }: Props) {
  const { words } = useSurroundings().language;
  return (
    <li>
      {deal.link === null ? (
        <div className={styles['deal']} data-top={top}>
          <Content deal={deal} />
        </div>
      ) : (
        <button
          type="button"
          className={styles['deal']}
          data-top={top}
          title={crmHint(deal.link, crmName, words)}
          data-numbered={digit !== null}
          aria-keyshortcuts={digit === null ? undefined : String(digit)}
          onClick={onOpen}
        >
          {digit === null ? null : (
            <kbd className={styles['digit']} aria-hidden="true">
              {digit}
            </kbd>
          )}
          <Content deal={deal} />
        </button>
      )}
    </li>
  );
}

function Content({ deal }: { readonly deal: DealModel }) {
  const { words, locale } = useSurroundings().language;
  const name = deal.name ?? words.deals.unnamed;
  const Mark = deal.link === 'search' ? Search : ArrowUpRight;
  return (
    <>
      <span className={styles['main']}>
        <span className={styles['title']}>
          <bdi className={styles['name']} title={name}>
            {name}
          </bdi>
          {deal.link === null ? null : <Mark className={styles['mark']} size="0.8125rem" />}
        </span>
        {deal.value === null ? null : (
          <span className={styles['value']} title={fullMoneyOf(deal.value, locale)}>
            {moneyOf(deal.value, locale)}
          </span>
        )}
      </span>
      {deal.stage === null && deal.closeDate === null ? null : (
        <span className={styles['meta']}>
          {deal.stage === null ? null : (
            <bdi className={styles['stage']} title={deal.stage}>
              {deal.stage}
            </bdi>
          )}
          {deal.stage === null || deal.closeDate === null ? null : <span aria-hidden="true">·</span>}
          <Closes deal={deal} />
        </span>
      )}
    </>
  );
}

/** "closes 15 Jan", "due today", and with a mark "due 6 days ago". */
function Closes({ deal }: { readonly deal: DealModel }) {
  const { words, locale } = useSurroundings().language;
  const now = useNow(null);
  if (deal.closeDate === null) return null;
  const closing = closingOf(deal.closeDate, calendarDay(now), locale);
  switch (closing.kind) {
    case 'overdue':
      return (
        <span className={styles['late']}>
          <TriangleAlert size="0.75rem" />
          {words.deals.due(closing.ago)}
        </span>
      );
    case 'today':
      return <span className={styles['late']}>{words.deals.dueToday}</span>;
    case 'ahead':
      return <span className={styles['closes']}>{words.deals.closes(closing.day)}</span>;
  }
}
