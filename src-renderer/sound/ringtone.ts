import type { Ringtone } from '../../src-shared/preferences/preferences.ts';
import chime from '../../assets/ringtones/chime.wav?url&no-inline';
import marimba from '../../assets/ringtones/marimba.wav?url&no-inline';
import pulse from '../../assets/ringtones/pulse.wav?url&no-inline';

const ADDRESSES: Readonly<Record<Ringtone, string>> = { chime, marimba, pulse };

/** As telephones do: 2 s of tone, 4 s of pause. */
const CADENCE_MS = 6_000;

/** Plays a tone once. `volume` 0 to 1. Returns what stops it at once. */
export function playOnce(ringtone: Ringtone, volume: number): () => void {
  const audio = new Audio(ADDRESSES[ringtone]);
  audio.volume = volume;
  audio.play().catch(tell);
  return () => audio.pause();
}

/** Rings until what it returns is called. */
export function ring(ringtone: Ringtone, volume: number): () => void {
  let stop = playOnce(ringtone, volume);
  const timer = setInterval(() => {
    stop();
    stop = playOnce(ringtone, volume);
  }, CADENCE_MS);
  return () => {
    clearInterval(timer);
    stop();
  };
}

/** A tone that was stopped before it began has nothing to tell. */
function tell(error: unknown): void {
  if (!(error instanceof DOMException && error.name === 'AbortError')) reportError(error);
}
