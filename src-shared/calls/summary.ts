import type { AlloEvent } from '../allo/events.ts';

/**
 * The newest text there is: of those with a version the highest one, in whatever order they came; what a completed call
 * brought is older than any version. What has no text takes nothing away.
 * @param events each once, in the order in which they happened
 */
export function summaryAfter(events: readonly AlloEvent[]): string | null {
  let newest: string | null = null;
  let highest = -Infinity;
  for (const event of events) {
    if (event.topic !== 'call.completed' && event.topic !== 'summary.updated') continue;
    const { summary: text } = event.data;
    const version = event.topic === 'summary.updated' ? event.data.version : BEFORE_ANY;
    // Without a version, the later one is the newer.
    if (text === null || (version !== null && version < highest)) continue;
    newest = text;
    highest = Math.max(highest, version ?? highest);
  }
  return newest;
}

const BEFORE_ANY = -1;
