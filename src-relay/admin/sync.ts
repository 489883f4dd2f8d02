import type { DirectoryChanges } from '../allo-sync/changes.ts';
import { previewSync, syncDirectory, type SyncOutcome, type SyncRequest } from '../allo-sync/sync.ts';
import type { Database } from '../sql/sql.ts';

export interface SyncVerbs {
  /** What a sync would change; changes nothing. */
  preview(request: SyncRequest): Promise<DirectoryChanges>;
  sync(request: SyncRequest, now: number): Promise<SyncOutcome>;
}

export function syncVerbs(database: Database): SyncVerbs {
  return {
    preview: (request) => database.transaction((sql) => previewSync(sql, request)),
    sync: (request, now) => database.transaction((sql) => syncDirectory(sql, request, now)),
  };
}
