import type { BatchResult, Command, WriterStats } from '../journal/commands.ts';

/** What the writer's thread serves: the journal's only writer on SQLite, one of several on PostgreSQL. */
export interface Writer {
  /** Writes a batch in one transaction; a command that fails takes nothing else with it. Never throws. */
  write(batch: readonly Command[]): Promise<BatchResult>;
  /** Absent: it has no connections. */
  stats?(): WriterStats;
}
