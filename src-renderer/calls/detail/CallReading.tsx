import { useId, type RefObject } from 'react';
import type { CallDetail } from '../../../src-shared/history/rows.ts';
import { Boundary } from '../../bounds/Boundary.tsx';
import { SectionBoundary } from '../../card/SectionBoundary.tsx';
import { useSurroundings } from '../../bridge/Surroundings.tsx';
import { Answers } from '../../card/Answers.tsx';
import { Section } from '../../card/Section.tsx';
import { EmailRow } from '../../card/EmailRow.tsx';
import { Deals } from '../../card/Deals.tsx';
import { Jotted } from '../../card/Jotted.tsx';
import { LastTime } from '../../card/LastTime.tsx';
import { NumberRow } from '../../card/NumberRow.tsx';
import { PlainFacts } from '../../card/PlainFacts.tsx';
import { Problem } from '../../card/Problem.tsx';
import { Summary } from '../../card/Summary.tsx';
import { Transfer } from '../../card/Transfer.tsx';
import { useCardActions } from '../../card/useCardActions.ts';
import { useShownDeals } from '../../card/useShownDeals.ts';
import { Who } from '../../card/Who.tsx';
import { Player } from '../../player/Player.tsx';
import type { Playback } from '../../player/playback.ts';
import { usePlayback } from '../../player/usePlayback.ts';
import styles from './CallReading.module.css';
import { CallFacts } from './CallFacts.tsx';
import { ContactDetails } from './ContactDetails.tsx';
import { DetailActions } from './DetailActions.tsx';
import { DetailHeader } from './DetailHeader.tsx';
import { InCrm } from './InCrm.tsx';
import { Messages } from './Messages.tsx';
import { Timeline } from './Timeline.tsx';
import { Transcript } from './Transcript.tsx';

interface Props {
  readonly detail: CallDetail;
  /** What the list was searched for. */
  readonly looked: string;
  /** Where words of the transcript are looked for. */
  readonly find: RefObject<HTMLInputElement | null>;
}

/** A call from who it was to what happened when, in the card's own parts. */
export function CallReading(props: Props) {
  const { has } = props.detail.card;
  return has.recording ? <WithRecording {...props} /> : <Reading {...props} playback={null} />;
}

function WithRecording(props: Props) {
  const { card } = props.detail;
  return <Reading {...props} playback={usePlayback(card.key, card.durationS)} />;
}

function Reading({ detail, looked, find, playback }: Props & { readonly playback: Playback | null }) {
  const { card, transcript, messages, timeline } = detail;
  const { actions, problem } = useCardActions(card.key);
  const { words } = useSurroundings().language;
  const deals = useShownDeals(card.deals);
  const titleId = useId();
  return (
    <article className={styles['reading']} aria-labelledby={titleId}>
      <SectionBoundary part="header" of={card}>
        <DetailHeader card={card} />
      </SectionBoundary>
      <Boundary
        part="who"
        of={card}
        instead={
          <PlainFacts
            card={{ ...card, deals: [] }}
            titleId={titleId}
            open={(deal) => actions.open('deal', { deal })}
          />
        }
      >
        <Who card={card} actions={actions} titleId={titleId} />
      </Boundary>
      <SectionBoundary part="number" of={card.caller} text={card.caller.number?.display}>
        <NumberRow card={card} copy={actions.copy} />
      </SectionBoundary>
      <SectionBoundary part="email" of={card.caller} text={card.caller.email}>
        <EmailRow card={card} copy={actions.copy} />
      </SectionBoundary>
      <SectionBoundary part="actions" of={card}>
        <DetailActions card={card} actions={actions} />
      </SectionBoundary>
      <Problem text={problem} />
      <SectionBoundary part="transfer" of={card}>
        <Transfer card={card} show={actions.details} />
      </SectionBoundary>
      <SectionBoundary part="summary" of={card} title={words.card.summary} text={card.summary}>
        <Summary card={card} copy={actions.copy} />
      </SectionBoundary>
      <SectionBoundary part="past" of={card} title={words.card.lastTime}>
        <LastTime card={card} />
      </SectionBoundary>
      <SectionBoundary part="answers" of={card} title={words.card.collected}>
        <Answers card={card} />
      </SectionBoundary>
      <SectionBoundary part="deals" of={card} title={words.deals.open} text={linesOf(card.deals, 'name')}>
        <Deals card={card} list={deals} open={actions.open} />
      </SectionBoundary>
      <SectionBoundary
        part="crm"
        of={card.extras}
        title={words.inCrm.title(card.crmName ?? words.action.yourCrm)}
      >
        <InCrm card={card} onOpen={(choice) => actions.open('deal', { choice })} />
      </SectionBoundary>
      <SectionBoundary
        part="contact"
        of={detail.contact}
        title={words.contact.title}
        text={detail.contact.emails.join('\n')}
      >
        <ContactDetails detail={detail} />
      </SectionBoundary>
      <SectionBoundary part="note" of={card.note} title={words.card.note} text={card.note}>
        <Jotted card={card} />
      </SectionBoundary>
      {card.isRecordingRefused ? (
        <Section title={words.recording.title}>
          <p className={styles['refused']}>{words.recording.refused}</p>
        </Section>
      ) : null}
      {playback === null ? null : (
        <SectionBoundary part="recording" of={card.key} title={words.recording.title}>
          <div className={styles['player']}>
            <Player playback={playback} />
          </div>
        </SectionBoundary>
      )}
      <SectionBoundary
        part="transcript"
        of={transcript}
        title={words.call.transcript}
        text={linesOf(transcript, 'text')}
      >
        <Transcript
          card={card}
          lines={transcript}
          looked={looked}
          playback={playback}
          findField={find}
          onCopy={() => actions.copy('transcript')}
        />
      </SectionBoundary>
      <SectionBoundary
        part="messages"
        of={messages}
        title={words.call.messages}
        text={linesOf(messages, 'text')}
      >
        <Messages messages={messages} hasMore={detail.hasMoreMessages} />
      </SectionBoundary>
      <SectionBoundary
        part="facts"
        of={detail.facts}
        title={words.contact.factsTitle}
        text={linesOf(detail.facts, 'value')}
      >
        <CallFacts detail={detail} />
      </SectionBoundary>
      <SectionBoundary part="timeline" of={timeline} title={words.history.timeline}>
        <Timeline entries={timeline} />
      </SectionBoundary>
    </article>
  );
}

/** What a section says, as nothing but its words. */
function linesOf<K extends string>(all: readonly Readonly<Record<K, string | null>>[], what: K): string {
  return all.map((one) => one[what] ?? '').join('\n');
}
