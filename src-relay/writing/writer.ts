import type { BatchPart, Command, WriterStats } from '../journal/commands.ts';

/** What the writer's thread serves: the journal's only writer on SQLite, one of several on PostgreSQL. */
export interface Writer {
  /**
   * Writes a batch; a command that fails takes nothing else with it. Settles when each command's result is told, in one part
   * or several. Never throws.
   */
  write(batch: readonly Command[], tell: (part: BatchPart) => void): Promise<void>;
  /** Absent: it has no connections. */
  stats?(): WriterStats;
}
