import { useEffect, useMemo, useRef, useState, type RefObject } from 'react';
import { useStore } from 'zustand';
import type { CardModel } from '../../../src-shared/card/model.ts';
import type { TranscriptLine } from '../../../src-shared/calls/transcript.ts';
import { useSurroundings } from '../../bridge/Surroundings.tsx';
import { CopyWord } from '../../card/CopyWord.tsx';
import { Section } from '../../card/Section.tsx';
import type { Playback } from '../../player/playback.ts';
import { FindBar } from './FindBar.tsx';
import { matchesIn, stepFrom, type Match } from './transcript-find.ts';
import styles from './Transcript.module.css';
import { TranscriptText } from './TranscriptText.tsx';

interface Props {
  readonly card: CardModel;
  readonly lines: readonly TranscriptLine[];
  /** What the list was searched for. */
  readonly looked: string;
  /** Null: there is no recording. */
  readonly playback: Playback | null;
  readonly findField: RefObject<HTMLInputElement | null>;
  readonly onCopy: () => Promise<boolean>;
}

/** What was said, by whom and when; a time plays the recording from there, and words can be found. */
export function Transcript({ card, lines, looked, playback, findField, onCopy }: Props) {
  const { words } = useSurroundings().language;
  // What brought the agent here, where it was said.
  const [typed, setTyped] = useState(() => (matchesIn(lines, looked).length === 0 ? '' : looked.trim()));
  const [at, setAt] = useState(0);
  const [touched, setTouched] = useState(false);
  const matches = useMemo(() => matchesIn(lines, typed), [lines, typed]);
  // Once, not in every line: an hour of talk has a thousand of them, and one letter is found in each.
  const byLine = useMemo(() => Map.groupBy(matches, ({ line }) => line), [matches]);
  const shown = matches.length === 0 ? -1 : Math.min(at, matches.length - 1);
  const body = useRef<HTMLDivElement>(null);
  const match = shown < 0 ? null : (matches[shown] ?? null);
  useEffect(() => {
    if (touched && match !== null)
      body.current?.querySelector('[data-shown=true]')?.scrollIntoView({ block: 'center' });
  }, [match, touched]);
  if (lines.length === 0) return null;
  return (
    <Section
      title={words.call.transcript}
      aside={<CopyWord name={words.history.copyTranscript} onCopy={onCopy} />}
    >
      <FindBar
        field={findField}
        typed={typed}
        onType={(text) => {
          setTouched(true);
          setTyped(text);
          setAt(0);
        }}
        at={shown}
        count={matches.length}
        onStep={(step) => {
          setTouched(true);
          setAt(stepFrom(shown, step, matches.length));
        }}
      />
      <div ref={body} className={styles['lines']}>
        {playback === null ? (
          <Lines card={card} lines={lines} matches={byLine} shown={match} said={-1} play={null} />
        ) : (
          <Playing card={card} lines={lines} matches={byLine} shown={match} playback={playback} />
        )}
      </div>
    </Section>
  );
}

const NONE: readonly Match[] = [];

interface LinesProps {
  readonly card: CardModel;
  readonly lines: readonly TranscriptLine[];
  readonly matches: ReadonlyMap<number, readonly Match[]>;
  readonly shown: Match | null;
}

/** The line that is heard right now stands out. */
function Playing({ playback, ...rest }: LinesProps & { readonly playback: Playback }) {
  const said = useStore(playback.store, ({ phase, positionS }) =>
    phase === 'playing' || phase === 'paused' ? lineAt(rest.lines, positionS) : -1,
  );
  return <Lines {...rest} said={said} play={playback.playFrom} />;
}

interface SpokenProps extends LinesProps {
  readonly said: number;
  readonly play: ((atS: number) => void) | null;
}

function Lines({ card, lines, matches, shown, said, play }: SpokenProps) {
  // A transcript is never reordered, and may say the same thing twice.
  const numbered = lines.map((line, place) => ({ line, place }));
  return numbered.map(({ line, place }) => (
    <TranscriptText
      key={place}
      card={card}
      line={line}
      sameSpeaker={place > 0 && isSameSpeaker(lines[place - 1], line)}
      said={place === said}
      matches={matches.get(place) ?? NONE}
      shown={shown}
      play={play}
    />
  ));
}

function isSameSpeaker(before: TranscriptLine | undefined, line: TranscriptLine): boolean {
  return before?.speaker === line.speaker && before.source === line.source;
}

function lineAt(lines: readonly TranscriptLine[], positionS: number): number {
  return lines.findLastIndex(({ atS }) => atS !== null && atS <= positionS);
}
