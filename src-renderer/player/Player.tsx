import { LoaderCircle, Pause, Play, RotateCcw } from 'lucide-react';
import { useId, type KeyboardEvent } from 'react';
import { useStore } from 'zustand';
import { useSurroundings } from '../bridge/Surroundings.tsx';
import { countOf } from '../../src-shared/format/durations.ts';
import { SPEEDS, type Playback, type PlaybackState, type Speed } from './playback.ts';
import styles from './Player.module.css';

/** How far an arrow key goes. */
const STEP_S = 5;

/** Plays a recording: start and stop, where it stands, how fast. Nothing is fetched before the first click. */
export function Player({ playback }: { readonly playback: Playback }) {
  const { words } = useSurroundings().language;
  const state = useStore(playback.store);
  const problemId = useId();
  return (
    <div role="group" aria-label={words.recording.title}>
      <div className={styles['row']}>
        <PlayButton state={state} playback={playback} />
        <Slider state={state} seek={playback.seek} describedBy={problemId} />
        <span className={styles['time']}>
          {countOf(state.positionS)} / {state.lengthS === null ? '–' : countOf(state.lengthS)}
        </span>
        <SpeedButton speed={state.speed} set={playback.setSpeed} />
      </div>
      <p id={problemId} role="status" className={styles['problem']}>
        {state.problem === null ? null : words.recording.problem[state.problem]}
      </p>
    </div>
  );
}

function PlayButton({ state, playback }: { readonly state: PlaybackState; readonly playback: Playback }) {
  const { words } = useSurroundings().language;
  const { phase } = state;
  const busy = phase === 'loading';
  const goes = busy || phase === 'playing';
  const Icon = busy ? LoaderCircle : goes ? Pause : phase === 'failed' ? RotateCcw : Play;
  const name = goes
    ? words.recording.pause
    : phase === 'failed'
      ? words.action.tryAgain
      : words.recording.play;
  return (
    <button
      type="button"
      className={styles['play']}
      data-phase={phase}
      aria-label={name}
      title={name}
      aria-busy={busy}
      onClick={goes ? playback.pause : playback.play}
    >
      <Icon size="0.875rem" />
    </button>
  );
}

interface SliderProps {
  readonly state: PlaybackState;
  readonly seek: (toS: number) => void;
  readonly describedBy: string;
}

function Slider({ state, seek, describedBy }: SliderProps) {
  const { words } = useSurroundings().language;
  const { positionS, lengthS } = state;
  const whole = lengthS ?? 0;
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowRight: STEP_S, ArrowUp: STEP_S, ArrowLeft: -STEP_S, ArrowDown: -STEP_S }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    seek(positionS + step);
  };
  return (
    <span className={styles['track']}>
      <progress className={styles['done']} aria-hidden="true" max={whole || 1} value={positionS} />
      <input
        type="range"
        className={styles['slider']}
        aria-label={words.recording.position}
        aria-valuetext={words.action.of(countOf(positionS), countOf(whole))}
        aria-describedby={describedBy}
        min={0}
        max={whole}
        step="any"
        value={positionS}
        disabled={lengthS === null}
        onChange={(event) => seek(event.target.valueAsNumber)}
        onKeyDown={onKeyDown}
      />
    </span>
  );
}

/** Each click is the next speed, and after the fastest the first again. */
function SpeedButton({ speed, set }: { readonly speed: Speed; readonly set: (speed: Speed) => void }) {
  const { words, locale } = useSurroundings().language;
  const next = SPEEDS[(SPEEDS.indexOf(speed) + 1) % SPEEDS.length] ?? 1;
  const text = `${speed.toLocaleString(locale)}×`;
  return (
    <button
      type="button"
      className={styles['speed']}
      aria-label={words.recording.speed(text)}
      title={words.recording.speed(text)}
      onClick={() => set(next)}
    >
      {text}
    </button>
  );
}
