import { useSyncExternalStore } from 'react';

/** From here on the list and a call fit beside each other; the style sheets say the same. */
const WIDE = '(min-width: 760px)';

export function useWide(): boolean {
  return useSyncExternalStore(subscribe, () => window.matchMedia(WIDE).matches);
}

function subscribe(changed: () => void): () => void {
  const query = window.matchMedia(WIDE);
  query.addEventListener('change', changed);
  return () => query.removeEventListener('change', changed);
}
