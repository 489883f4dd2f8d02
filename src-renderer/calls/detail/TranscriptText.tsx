import type { CardModel } from '../../../src-shared/card/model.ts';
import { speakerOf } from '../../../src-shared/history/as-markdown.ts';
import type { TranscriptLine } from '../../../src-shared/calls/transcript.ts';
import { useSurroundings } from '../../bridge/Surroundings.tsx';
import { countOf } from '../../../src-shared/format/durations.ts';
import highlight from '../list/Highlighted.module.css';
import type { Match } from './transcript-find.ts';
import styles from './Transcript.module.css';

interface Props {
  readonly card: CardModel;
  readonly line: TranscriptLine;
  readonly sameSpeaker: boolean;
  /** It is heard right now. */
  readonly said: boolean;
  readonly matches: readonly Match[];
  readonly shown: Match | null;
  /** Null: there is no recording to play. */
  readonly play: ((atS: number) => void) | null;
}

/** One line of a transcript. */
export function TranscriptText({ card, line, sameSpeaker, said, matches, shown, play }: Props) {
  const { language } = useSurroundings();
  const speaker = sameSpeaker ? null : speakerOf(line, card, language);
  return (
    <div className={styles['line']} data-said={said} data-speaker={line.speaker}>
      {speaker === null ? null : <bdi className={styles['speaker']}>{speaker}</bdi>}
      <Time atS={line.atS} play={play} />
      <p className={styles['text']} dir="auto">
        <Found text={line.text} matches={matches} shown={shown} />
      </p>
    </div>
  );
}

function Time({ atS, play }: { readonly atS: number | null; readonly play: Props['play'] }) {
  const { words } = useSurroundings().language;
  if (atS === null) return <span className={styles['time']} />;
  const time = countOf(atS);
  if (play === null) return <span className={styles['time']}>{time}</span>;
  return (
    <button
      type="button"
      className={styles['time']}
      aria-label={words.history.playFrom(time)}
      title={words.history.playFrom(time)}
      onClick={() => play(atS)}
    >
      {time}
    </button>
  );
}

function Found({ text, matches, shown }: Pick<Props, 'matches' | 'shown'> & { readonly text: string }) {
  if (matches.length === 0) return text;
  return matches.map((match, n) => (
    <span key={match.from}>
      {text.slice(matches[n - 1]?.to ?? 0, match.from)}
      <mark className={highlight['mark']} data-shown={match === shown}>
        {text.slice(match.from, match.to)}
      </mark>
      {n === matches.length - 1 ? text.slice(match.to) : null}
    </span>
  ));
}
