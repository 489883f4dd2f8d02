import { useEffect } from 'react';
import type { Thread } from '../../../src-shared/texts/threads.ts';
import { useSurroundings } from '../../bridge/Surroundings.tsx';

/** Somebody who only passes a thread on the way to another has not read it. */
const READ_AFTER_MS = 600;
/** So many are told at once; what is left follows when these are read. */
const AT_ONCE = 1_000;

/** Tells main what of a thread is read: what has been before the agent's eyes for a moment, in a window that has the focus. */
export function useReading({ texts, unread }: Thread): void {
  const { bridge } = useSurroundings();
  useEffect(() => {
    if (unread === 0) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const tell = () => {
      const ids = texts.filter((row) => row.unread).map(({ id }) => id);
      bridge.request('texts:read', { ids: ids.slice(0, AT_ONCE) }).catch(reportError);
    };
    const look = () => {
      clearTimeout(timer);
      if (document.visibilityState === 'visible' && document.hasFocus())
        timer = setTimeout(tell, READ_AFTER_MS);
    };
    look();
    window.addEventListener('focus', look);
    window.addEventListener('blur', look);
    document.addEventListener('visibilitychange', look);
    return () => {
      clearTimeout(timer);
      window.removeEventListener('focus', look);
      window.removeEventListener('blur', look);
      document.removeEventListener('visibilitychange', look);
    };
  }, [bridge, texts, unread]);
}
