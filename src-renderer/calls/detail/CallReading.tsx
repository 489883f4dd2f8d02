import { useId, useRef, type KeyboardEvent } from 'react';
import type { CallDetail } from '../../../src-shared/history/rows.ts';
import { Answers } from '../../card/Answers.tsx';
import { Deals } from '../../card/Deals.tsx';
import { Jotted } from '../../card/Jotted.tsx';
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

/** A call from who it was to what happened when, in the card's own parts. */
export function CallReading({ detail }: { readonly detail: CallDetail }) {
  const { card } = detail;
  return card.has.recording ? <WithRecording detail={detail} /> : <Reading detail={detail} playback={null} />;
}

function WithRecording({ detail }: { readonly detail: CallDetail }) {
  const playback = usePlayback(detail.card.key, detail.card.durationS);
  return <Reading detail={detail} playback={playback} />;
}

interface Props {
  readonly detail: CallDetail;
  readonly playback: Playback | null;
}

function Reading({ detail, playback }: Props) {
  const { card, transcript, messages, timeline } = detail;
  const { actions, problem } = useCardActions(card.key);
  const copyTranscript = useCopyTranscript(card.key);
  const titleId = useId();
  const find = useRef<HTMLInputElement>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key.toLowerCase() !== 'f' || event.ctrlKey === event.metaKey || find.current === null) return;
    event.preventDefault();
    find.current.focus();
    find.current.select();
  };
  return (
    <article className={styles['reading']} aria-labelledby={titleId} onKeyDown={onKeyDown}>
      <DetailHeader card={card} />
      <Who card={card} actions={actions} titleId={titleId} />
      <NumberRow card={card} copy={actions.copy} />
      <DetailActions card={card} actions={actions} />
      <Problem text={problem} />
      <Transfer card={card} />
      <Summary card={card} copy={actions.copy} />
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
        playback={playback}
        findField={find}
        onCopy={copyTranscript}
      />
      <Messages messages={messages} />
      <Timeline entries={timeline} />
    </article>
  );
}
