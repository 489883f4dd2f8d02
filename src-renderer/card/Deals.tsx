import type { CardModel } from '../../src-shared/card/model.ts';
import { useSurroundings } from '../bridge/Surroundings.tsx';
import { moneyOf } from '../format/money.ts';
import { DealRow } from './DealRow.tsx';
import styles from './Deals.module.css';
import { Section } from './Section.tsx';
import { TextButton } from './TextButton.tsx';
import type { WhichRecord } from './useCardActions.ts';
import type { ShownDeals } from './useShownDeals.ts';

interface Props {
  readonly card: CardModel;
  readonly list: ShownDeals;
  readonly open: (record: 'deal', which: WhichRecord) => void;
  /** Keys open deals: each shows its own. */
  readonly numbered?: boolean;
}

/** Keys 1 to 9. */
const DIGITS = 9;

/** What is at stake: the open deals as ranked, the most pressing one standing out. */
export function Deals({ card, list, open, numbered = false }: Props) {
  const { words } = useSurroundings().language;
  const { shown, all, toggle } = list;
  const { deals, closedDeals } = card;
  if (deals.length === 0 && closedDeals === 0) return null;
  return (
    <Section title={words.deals.open} aside={<Stake card={card} />}>
      {deals.length === 0 ? (
        <p className={styles['none']}>
          {words.deals.none}
          <span className={styles['closed']}>{` · ${words.deals.closed(closedDeals)}`}</span>
        </p>
      ) : (
        <ul className={styles['list']} data-all={all}>
          {shown.map((deal, place) => (
            <DealRow
              key={deal.id}
              deal={deal}
              top={place === 0}
              crmName={card.crmName}
              digit={numbered && place < DIGITS && deal.link !== null ? place + 1 : null}
              onOpen={(pick) => open('deal', { deal: deal.id, ...pick })}
            />
          ))}
        </ul>
      )}
      {toggle !== null || (deals.length > 0 && closedDeals > 0) ? (
        <p className={styles['rest']}>
          {toggle === null ? null : (
            <TextButton expanded={all} onClick={toggle}>
              {all ? words.action.showFewer : words.action.showAll(deals.length)}
            </TextButton>
          )}
          {closedDeals > 0 ? <span>{words.deals.closed(closedDeals)}</span> : null}
        </p>
      ) : null}
    </Section>
  );
}

/** "2 of 4 · €61,500": open of all, and what the open ones are worth together. */
function Stake({ card }: { readonly card: CardModel }) {
  const { words, locale } = useSurroundings().language;
  const { deals, closedDeals, openValue } = card;
  if (deals.length === 0) return null;
  const count = closedDeals === 0 ? deals.length : words.action.of(deals.length, deals.length + closedDeals);
  return openValue === null ? count : `${count} · ${moneyOf(openValue, locale)}`;
}
