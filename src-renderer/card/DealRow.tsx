import { ArrowUpRight, ChevronDown, Search, TriangleAlert } from 'lucide-react';
import type { DealModel } from '../../src-shared/card/model.ts';
import { useSurroundings } from '../bridge/Surroundings.tsx';
import { useNow } from '../bridge/useNow.ts';
import { calendarDay } from '../../src-shared/format/calendar-date.ts';
import { closingOf } from '../format/closing.ts';
import { fullMoneyOf, moneyOf } from '../format/money.ts';
import { AnotherButton } from './AnotherButton.tsx';
import { crmHint } from './crm-hint.ts';
import styles from './DealRow.module.css';
import type { Picked } from './RecordMenu.tsx';
import { useChooser } from './useChooser.tsx';

interface Props {
  readonly deal: DealModel;
  /** The most pressing one. */
  readonly top: boolean;
  readonly crmName: string | null;
  /** The key that opens it; null: none does. */
  readonly digit: number | null;
  readonly onOpen: (pick?: Picked) => void;
}

/** A deal: its name and value, its stage and when it closes. One click opens it, where there is something to open. */
export function DealRow(props: Props) {
  const { deal, top, crmName } = props;
  if (deal.link !== null) return <LinkedRow {...props} />;
  return (
    <li>
      <div className={styles['deal']} data-top={top}>
        <Content deal={deal} crmName={crmName} />
      </div>
    </li>
  );
}

function LinkedRow({ deal, top, crmName, digit, onOpen }: Props) {
  const { words } = useSurroundings().language;
  const { link, offer } = deal;
  const name = deal.name ?? words.deals.unnamed;
  const { button, menu, another } = useChooser({ name, link, offer, crmName, onOpen });
  return (
    <li className={styles['place']}>
      <button
        {...button}
        type="button"
        className={styles['deal']}
        data-top={top}
        title={crmHint(deal, crmName, words)}
        data-numbered={digit !== null}
        data-opens={link}
        data-record={`deal ${deal.id}`}
        aria-keyshortcuts={digit === null ? undefined : String(digit)}
      >
        {digit === null ? null : (
          <kbd className={styles['digit']} aria-hidden="true">
            {digit}
          </kbd>
        )}
        <Content deal={deal} crmName={crmName} />
      </button>
      {another === null ? null : (
        <AnotherButton className={styles['another'] ?? ''} crmName={crmName} menu={another} />
      )}
      {menu}
    </li>
  );
}

function Content({ deal, crmName }: Pick<Props, 'deal' | 'crmName'>) {
  const { words, locale } = useSurroundings().language;
  const name = deal.name ?? words.deals.unnamed;
  const Mark = deal.link === 'search' ? Search : deal.link === 'choose' ? ChevronDown : ArrowUpRight;
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
          <InCrm deal={deal} crmName={crmName} />
        </span>
      )}
    </>
  );
}

/** What the CRM says of a deal otherwise than Allo, in what room the line has left: it comes late, and moves nothing. */
function InCrm({ deal: { inCrm }, crmName }: Pick<Props, 'deal' | 'crmName'>) {
  const { words } = useSurroundings().language;
  if (inCrm === null) return null;
  const crm = crmName ?? words.action.yourCrm;
  const stage = inCrm.stage === null ? null : words.inCrm.dealSays(crm, inCrm.stage);
  const owner = inCrm.owner === null ? null : words.inCrm.ownerIs(inCrm.owner);
  const closed = inCrm.isClosed ? words.inCrm.dealClosed(crm) : null;
  const said = [closed, stage, owner].filter((part) => part !== null).join(' · ');
  return (
    <bdi className={styles['crm']} title={said} data-closed={inCrm.isClosed}>
      {said}
    </bdi>
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
