import { createStore, type StoreApi } from 'zustand/vanilla';

export const SPEEDS = [1, 1.25, 1.5, 2] as const;
export type Speed = (typeof SPEEDS)[number];

/** Gone from where it was, for others only, out of reach, or nothing that can be played. */
export type PlaybackProblem = 'gone' | 'forbidden' | 'offline' | 'failed';

/** Times are seconds from the start of the recording. */
export interface PlaybackState {
  /** `idle`: nothing has been asked of the network yet. */
  readonly phase: 'idle' | 'loading' | 'playing' | 'paused' | 'failed';
  readonly positionS: number;
  /** Null: not known yet. */
  readonly lengthS: number | null;
  readonly speed: Speed;
  /** Why it failed, as far as main tells; null: not asked yet, or nothing failed. */
  readonly problem: PlaybackProblem | null;
}

/** One recording that can be played: it is fetched with the first `play`, never before. */
export interface Playback {
  readonly store: StoreApi<PlaybackState>;
  /** From where it stands; after the end or a failure anew. */
  play(): void;
  pause(): void;
  /** Before the first `play` only the place is kept. */
  seek(toS: number): void;
  playFrom(atS: number): void;
  setSpeed(speed: Speed): void;
  /** Stops and lets the recording go; a later `play` fetches it again. */
  close(): void;
}

export interface PlaybackOptions {
  readonly src: string;
  /** What the call says of its length, until the recording itself tells; null: nothing. */
  readonly lengthS: number | null;
  readonly openAudio?: () => HTMLAudioElement;
  /** Asked once it has failed: <audio> itself never says why. */
  readonly askWhy?: (src: string) => Promise<PlaybackProblem>;
}

export function createPlayback({
  src,
  lengthS,
  openAudio = () => new Audio(),
  askWhy = whyNot,
}: PlaybackOptions): Playback {
  const store = createStore<PlaybackState>(() => ({
    phase: 'idle',
    positionS: 0,
    lengthS,
    speed: 1,
    problem: null,
  }));
  let audio: HTMLAudioElement | null = null;
  let listening: AbortController | null = null;

  function open(): HTMLAudioElement {
    if (audio !== null) return audio;
    const opened = openAudio();
    const { signal } = (listening = new AbortController());
    const hear = (event: keyof HTMLMediaElementEventMap, told: () => Partial<PlaybackState>) =>
      opened.addEventListener(event, () => store.setState(told()), { signal });
    hear('waiting', () => ({ phase: 'loading' }));
    hear('playing', () => ({ phase: 'playing' }));
    // A pause that comes with a failure must not hide it.
    hear('pause', () => (store.getState().phase === 'failed' ? {} : { phase: 'paused' }));
    hear('ended', () => ({ phase: 'paused' }));
    hear('error', fail);
    hear('timeupdate', () => ({ positionS: opened.currentTime }));
    // A stream whose end is not known yet says "infinite".
    hear('durationchange', () => (Number.isFinite(opened.duration) ? { lengthS: opened.duration } : {}));
    opened.preload = 'auto';
    opened.src = src;
    opened.currentTime = store.getState().positionS;
    opened.playbackRate = store.getState().speed;
    audio = opened;
    return opened;
  }

  function fail(): Partial<PlaybackState> {
    const { phase, problem } = store.getState();
    if (phase === 'failed') return { problem };
    const failed = audio;
    const ask = async () => {
      const why = await askWhy(src);
      if (audio === failed && store.getState().phase === 'failed') store.setState({ problem: why });
    };
    ask().catch((error: unknown) => reportError(error));
    return { phase: 'failed', problem: null };
  }

  function close(): void {
    listening?.abort();
    audio?.pause();
    // Without its address the element drops the connection too.
    audio?.removeAttribute('src');
    audio?.load();
    audio = null;
    store.setState({ phase: 'idle', problem: null });
  }

  const playback: Playback = {
    store,
    play() {
      if (store.getState().phase === 'failed') close();
      const { positionS, lengthS: whole } = store.getState();
      if (audio === null && whole !== null && positionS >= whole) store.setState({ positionS: 0 });
      const opened = open();
      store.setState({ phase: 'loading' });
      opened.play().catch((error: unknown) => {
        // A pause or a close that overtook the start is no failure.
        if (audio === opened && !(error instanceof DOMException && error.name === 'AbortError'))
          store.setState(fail());
      });
    },
    pause: () => audio?.pause(),
    seek(toS) {
      const { lengthS: whole } = store.getState();
      const positionS = Math.max(0, whole === null ? toS : Math.min(toS, whole));
      store.setState({ positionS });
      if (audio !== null) audio.currentTime = positionS;
    },
    playFrom(atS) {
      playback.seek(atS);
      playback.play();
    },
    setSpeed(speed) {
      store.setState({ speed });
      if (audio !== null) audio.playbackRate = speed;
    },
    close,
  };
  return playback;
}

const PROBLEMS: Readonly<Record<number, PlaybackProblem>> = { 410: 'gone', 403: 'forbidden', 504: 'offline' };

/** Asks main for one byte, for the status that comes with it. */
async function whyNot(src: string): Promise<PlaybackProblem> {
  const asking = new AbortController();
  const { status } = await fetch(src, { headers: { range: 'bytes=0-0' }, signal: asking.signal });
  asking.abort();
  return PROBLEMS[status] ?? 'failed';
}
