import { directoryReader, type AgentDirectory } from '../agents/directory.ts';
import type { RelayConfig } from '../config/schema.ts';
import { eventsForNobody, type ForNobody } from '../journal/nobody.ts';
import type { Database } from '../sql/sql.ts';

export interface EventVerbs {
  /** Calls and text messages since then, ms since 1970, that reached nobody and still would; newest first. */
  nobody(config: RelayConfig, since: number, most: number): Promise<ForNobodyNow>;
}

export interface ForNobodyNow {
  readonly events: readonly ForNobody[];
  /** As it is now. */
  readonly directory: AgentDirectory;
}

export function eventVerbs({ read }: Database): EventVerbs {
  return {
    nobody: async (config, since, most) => {
      const directory = await directoryReader()(read, config);
      const { withoutRingside } = config;
      return { directory, events: await eventsForNobody(read, { directory, withoutRingside, since, most }) };
    },
  };
}
