import { useId, useRef, useState } from 'react';
import type { CardModel } from '../../src-shared/card/model.ts';
import { SectionBoundary } from './SectionBoundary.tsx';
import { useSurroundings } from '../bridge/Surroundings.tsx';
import { Answers } from './Answers.tsx';
import { actionsOf, isOneLine } from './appearance.ts';
import styles from './Card.module.css';
import { CardHeader } from './CardHeader.tsx';
import { CrmLine } from './CrmLine.tsx';
import { Deals } from './Deals.tsx';
import { EmailRow } from './EmailRow.tsx';
import { firstThing } from './first-thing.ts';
import { Footer } from './Footer.tsx';
import { KeyHints } from './KeyHints.tsx';
import { LastTime } from './LastTime.tsx';
import { Left } from './Left.tsx';
import { NoteField } from './NoteField.tsx';
import { NumberRow } from './NumberRow.tsx';
import { OtherDeals } from './OtherDeals.tsx';
import { Problem } from './Problem.tsx';
import { Recording } from './Recording.tsx';
import { Summary } from './Summary.tsx';
import { TestMark } from './TestMark.tsx';
import { Transfer } from './Transfer.tsx';
import { useCardActions } from './useCardActions.ts';
import { useCardKeys } from './useCardKeys.ts';
import { useJotting } from './useJotting.ts';
import { usePaintedMark } from './usePaintedMark.ts';
import { useTargetFocus } from './useTargetFocus.ts';
import { openFirst } from './open-first.ts';
import { useSettledCard } from './useSettledCard.ts';
import { useShownDeals } from './useShownDeals.ts';
import { useTouch } from './useTouch.ts';
import { Who } from './Who.tsx';
import { WhoLine } from './WhoLine.tsx';

/** Those of Allo's come first: of the CRM's own a card lists so few until it is asked for all. */
const OTHER_DEALS = 2;

interface Props {
  readonly card: CardModel;
  /** The agent asked for this card: keys go to it. */
  readonly summoned?: boolean;
  /** The agent is about to write into the card. */
  readonly onWrite?: () => void;
}

/** One call, from its ring to its transcript. */
export function Card({ card: told, summoned = false, onWrite }: Props) {
  const card = useSettledCard(told);
  const { extras } = card;
  const { words } = useSurroundings().language;
  const { actions, problem } = useCardActions(card.key);
  const jotting = useJotting(card, onWrite);
  const element = useRef<HTMLElement>(null);
  const touch = useTouch(actions.touch);
  const titleId = useId();
  const [opened, setOpened] = useState(false);
  usePaintedMark(card.key, card.phase);
  useTargetFocus(element, summoned);

  const foldable = isOneLine(card) && !jotting.isWriting;
  const folded = foldable && !opened;
  const deals = useShownDeals(card.deals);
  const first = firstThing(card, { shown: deals.shown, folded });
  useCardKeys(summoned, element, {
    enter: () => {
      if (first?.kind === 'unfold') setOpened(true);
      else openFirst(first, element.current, actions);
    },
    claim: () => {
      const { claim, release } = actionsOf(card);
      if (claim) actions.claim();
      else if (release) actions.release();
    },
    pin: () => actions.pin(!card.pinned),
    note: jotting.start,
  });
  return (
    <article
      ref={element}
      className={styles['card']}
      aria-labelledby={titleId}
      tabIndex={-1}
      data-key={card.key}
      data-phase={card.phase}
      data-summoned={summoned}
      data-menu-bounds=""
      {...touch}
    >
      <CardHeader
        card={card}
        actions={actions}
        fold={foldable ? { folded, toggle: () => setOpened(folded) } : null}
        jot={folded || jotting.isOpen ? null : jotting.start}
      />
      {folded ? (
        <WhoLine card={card} titleId={titleId} />
      ) : (
        <>
          <Who card={card} actions={actions} titleId={titleId} />
          <SectionBoundary part="number" of={card.caller} text={card.caller.number?.display}>
            <NumberRow card={card} copy={actions.copy} />
          </SectionBoundary>
          <SectionBoundary part="email" of={card.caller} text={card.caller.email}>
            <EmailRow card={card} copy={actions.copy} />
          </SectionBoundary>
          {extras === null ? null : (
            <SectionBoundary part="crm" of={extras}>
              <CrmLine crmName={card.crmName} extras={extras} />
            </SectionBoundary>
          )}
          {card.isTest ? <TestMark /> : null}
          <SectionBoundary part="transfer" of={card}>
            <Transfer card={card} show={actions.details} />
          </SectionBoundary>
          <SectionBoundary part="summary" of={card} title={words.card.summary} text={card.summary}>
            <Summary card={card} copy={actions.copy} />
          </SectionBoundary>
          <SectionBoundary part="left" of={card} title={words.contact.left} text={card.left}>
            <Left card={card} copy={actions.copy} />
          </SectionBoundary>
          <SectionBoundary part="recording" of={card.has}>
            <Recording card={card} />
          </SectionBoundary>
          <SectionBoundary part="answers" of={card} title={words.card.collected}>
            <Answers card={card} />
          </SectionBoundary>
          <SectionBoundary part="deals" of={card} title={words.deals.open} text={namesOf(card.deals)}>
            <Deals card={card} list={deals} open={actions.open} numbered={summoned} />
          </SectionBoundary>
          {extras === null ? null : (
            <SectionBoundary part="crm" of={extras}>
              <OtherDeals
                crmName={card.crmName}
                extras={extras}
                most={OTHER_DEALS}
                onOpen={(choice) => actions.open('deal', { choice })}
              />
            </SectionBoundary>
          )}
          {card.summary === null ? (
            <SectionBoundary part="past" of={card} title={words.card.lastTime}>
              <LastTime card={card} />
            </SectionBoundary>
          ) : null}
        </>
      )}
      {jotting.isOpen && !folded ? (
        <SectionBoundary part="note" of={card.note} title={words.card.note} text={card.note}>
          <NoteField
            note={jotting.note}
            field={jotting.field}
            onReach={jotting.reach}
            onLeave={jotting.leave}
          />
        </SectionBoundary>
      ) : null}
      <Problem text={problem} />
      {folded ? null : <Footer card={card} actions={actions} />}
      {summoned ? <KeyHints card={card} first={first} /> : null}
    </article>
  );
}

/** The deals as nothing but their names. */
function namesOf(deals: CardModel['deals']): string {
  return deals.map(({ name }) => name).join('\n');
}
