import { Play, Square } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { Ringtone } from '../../../src-shared/preferences/preferences.ts';
import { useSurroundings } from '../../bridge/Surroundings.tsx';
import { playOnce } from '../../sound/ringtone.ts';
import { Button } from '../Button.tsx';

/** As long as a tone lasts. */
const PLAYS_FOR_MS = 2_500;

/** Plays a ringtone once, as loud as it will be; a change of either is heard at once. */
export function Listen({ ringtone, volume }: { readonly ringtone: Ringtone; readonly volume: number }) {
  const { settings } = useSurroundings().language.words;
  const [playing, setPlaying] = useState(false);
  useEffect(() => {
    if (!playing) return undefined;
    const stop = playOnce(ringtone, volume);
    const over = setTimeout(() => setPlaying(false), PLAYS_FOR_MS);
    return () => {
      clearTimeout(over);
      stop();
    };
  }, [playing, ringtone, volume]);
  return (
    <Button onClick={() => setPlaying(!playing)}>
      {playing ? <Square size="0.875rem" aria-hidden="true" /> : <Play size="0.875rem" aria-hidden="true" />}
      {playing ? settings.stop : settings.hear}
    </Button>
  );
}
