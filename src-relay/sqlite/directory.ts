import type { DatabaseSync } from 'node:sqlite';
import { DIRECTORY, directoryOf, type AgentDirectory, type DirectoryRow } from '../agents/directory.ts';
import type { RelayConfig } from '../config/schema.ts';
import { query } from './database.ts';

/** The directory for what still reads the embedded journal in one go. Reading again is cheap while nothing changed. */
export function directoryOn(db: DatabaseSync): (config: RelayConfig) => AgentDirectory {
  const version = query<{ v: number }>(db, 'SELECT directory_version AS v FROM journal');
  const rows = query<DirectoryRow>(db, DIRECTORY);
  let last: { version: number; config: RelayConfig; directory: AgentDirectory } | null = null;
  return (config) => {
    const now = version.get()?.v ?? 0;
    if (last !== null && last.version === now && last.config === config) return last.directory;
    const directory = directoryOf(rows.all(), config);
    last = { version: now, config, directory };
    return directory;
  };
}
