import { useSurroundings } from '../bridge/Surroundings.tsx';
import { useNow } from '../bridge/useNow.ts';
import { momentOf } from '../format/moments.ts';

const MINUTE_MS = 60_000;

/** "HubSpot, just now", "HubSpot, 14:32": whose word it is, and since when. */
export function useAsOf(crmName: string | null, at: number): string {
  const { words, locale } = useSurroundings().language;
  const now = useNow(MINUTE_MS, at);
  const when = now - at < MINUTE_MS ? words.inCrm.justNow : momentOf(at, now, locale);
  return words.inCrm.asOf(crmName ?? words.action.yourCrm, when);
}
