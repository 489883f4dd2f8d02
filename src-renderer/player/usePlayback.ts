import { useEffect, useMemo } from 'react';
import type { CallKey } from '../../src-shared/brand.ts';
import { createPlayback, type Playback } from './playback.ts';

/** Where main streams the recording of a call from. Asking for it is what fetches it. */
export function recordingAddress(key: CallKey): string {
  return `/recording/${encodeURIComponent(key)}`;
}

/** The recording of a call, stopped when its page part goes. `lengthS`: what the call says, or null. */
export function usePlayback(key: CallKey, lengthS: number | null): Playback {
  const playback = useMemo(() => createPlayback({ src: recordingAddress(key), lengthS }), [key, lengthS]);
  useEffect(() => playback.close, [playback]);
  return playback;
}
