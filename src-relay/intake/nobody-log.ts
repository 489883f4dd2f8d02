import type { Topic } from '../../src-shared/allo/events.ts';

/** Tells of events that reached nobody: the first one at once, later ones together. */
export interface NobodyLog {
  heard(topic: Topic): void;
  stop(): void;
}

export type CountByTopic = Readonly<Partial<Record<Topic, number>>>;

/** @param everyMs at least so long between two tellings */
export function nobodyLog(everyMs: number, tell: (byTopic: CountByTopic) => void): NobodyLog {
  let untold = new Map<Topic, number>();
  let pause: NodeJS.Timeout | null = null;
  function tellAll(): void {
    pause = null;
    if (untold.size === 0) return;
    const told = Object.fromEntries(untold) as CountByTopic;
    untold = new Map();
    pause = setTimeout(tellAll, everyMs).unref();
    tell(told);
  }
  return {
    heard: (topic) => {
      untold.set(topic, (untold.get(topic) ?? 0) + 1);
      if (pause === null) tellAll();
    },
    stop: () => {
      if (pause !== null) clearTimeout(pause);
      tellAll();
      if (pause !== null) clearTimeout(pause);
    },
  };
}
