import { useEffect, useReducer } from 'react';
import { useSurroundings } from './Surroundings.tsx';

/**
 * The time, drawn anew every `everyMs` counted from `origin`, so that a count from there changes on its own second.
 * A hidden page does not tick, and catches up when it is seen again. `everyMs` null: no ticking at all.
 */
export function useNow(everyMs: number | null, origin = 0): number {
  const { clock } = useSurroundings();
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    if (everyMs === null) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const tick = () => {
      clearTimeout(timer);
      if (document.visibilityState === 'hidden') return;
      redraw();
      const past = (((clock() - origin) % everyMs) + everyMs) % everyMs;
      timer = setTimeout(tick, everyMs - past);
    };
    tick();
    document.addEventListener('visibilitychange', tick);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', tick);
    };
  }, [clock, everyMs, origin]);
  return clock();
}
