import { useEffect } from 'react';
import type { PopState } from '../../src-shared/ipc/pop.ts';
import { ring } from './ringtone.ts';

/** Rings as long as there is a tone to ring, and is silent at once when there is none. */
export function useRingtone(sound: PopState['sound']): void {
  const ringtone = sound?.ringtone ?? null;
  const volume = sound?.volume ?? 0;
  useEffect(() => (ringtone === null ? undefined : ring(ringtone, volume)), [ringtone, volume]);
}
