import { useId, type RefObject } from 'react';
import type { CallDetail } from '../../../src-shared/history/rows.ts';
import { Answers } from '../../card/Answers.tsx';
import { Deals } from '../../card/Deals.tsx';
import { Jotted } from '../../card/Jotted.tsx';
import { LastTime } from '../../card/LastTime.tsx';
import { NumberRow } from '../../card/NumberRow.tsx';
import { Problem } from '../../card/Problem.tsx';
import { Summary } from '../../card/Summary.tsx';
import { Transfer } from '../../card/Transfer.tsx';
import { useCardActions } from '../../card/useCardActions.ts';
import { Who } from '../../card/Who.tsx';
import { Player } from '../../player/Player.tsx';
import type { Playback } from '../../player/playback.ts';
import { usePlayback } from '../../player/usePlayback.ts';
import styles from './CallReading.module.css';
import { DetailActions } from './DetailActions.tsx';
import { DetailHeader } from './DetailHeader.tsx';
import { Messages } from './Messages.tsx';
import { Timeline } from './Timeline.tsx';
import { Transcript } from './Transcript.tsx';
import { useCopyTranscript } from './useCopyTranscript.ts';

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
  const copyTranscript = useCopyTranscript(card.key);
  const titleId = useId();
  return (
    <article className={styles['reading']} aria-labelledby={titleId}>
      <DetailHeader card={card} />
      <Who card={card} actions={actions} titleId={titleId} />
      <NumberRow card={card} copy={actions.copy} />
      <DetailActions card={card} actions={actions} />
      <Problem text={problem} />
      <Transfer card={card} />
      <Summary card={card} copy={actions.copy} />
      <LastTime card={card} />
      <Answers card={card} />
      <Deals card={card} open={actions.open} />
      <Jotted card={card} />
      {playback === null ? null : (
        <div className={styles['player']}>
          <Player playback={playback} />
        </div>
      )}
      <Transcript
        card={card}
        lines={transcript}
        looked={looked}
        playback={playback}
        findField={find}
        onCopy={copyTranscript}
      />
      <Messages messages={messages} />
      <Timeline entries={timeline} />
    </article>
  );
}
