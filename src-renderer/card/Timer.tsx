import { useNow } from '../bridge/useNow.ts';
import { countOf } from '../../src-shared/format/durations.ts';

/** Counts the seconds since a moment: "2:05". */
export function Timer({ since }: { readonly since: number }) {
  const now = useNow(1000, since);
  return (
    <time role="timer" aria-live="off">
      {countOf((now - since) / 1000)}
    </time>
  );
}
