import type { Sql } from '../sql/sql.ts';
import { applyChanges } from './applying.ts';
import type { DirectoryChanges } from './changes.ts';
import { directoryDiff, type DiffOptions } from './diff.ts';
import { knownTeam } from './known.ts';
import { readSyncState, writeSyncState } from './state.ts';
import type { AlloTeam } from './team.ts';

export interface SyncRequest extends DiffOptions {
  readonly allo: AlloTeam;
  /** When Allo was asked, ms since 1970. */
  readonly askedAt: number;
}

export type SyncOutcome =
  | { readonly status: 'done'; readonly changes: DirectoryChanges }
  /** Allo was asked again meanwhile, by another process: the newer answer counts. */
  | { readonly status: 'outdated' };

/** What a sync would change; changes nothing. */
export async function previewSync(sql: Sql, { allo, ...options }: SyncRequest): Promise<DirectoryChanges> {
  await sql.lock('directory');
  return directoryDiff(await knownTeam(sql), allo, options);
}

/** Finds out what changes and carries it out, all in the caller's transaction, or nothing. */
export async function syncDirectory(sql: Sql, request: SyncRequest, now: number): Promise<SyncOutcome> {
  await sql.lock('directory');
  const newest = (await readSyncState(sql))?.askedAt ?? 0;
  // One from the future is of a clock that was set back since.
  if (request.askedAt < newest && newest <= now) return { status: 'outdated' };
  const changes = await previewSync(sql, request);
  await applyChanges(sql, changes, now);
  await writeSyncState(sql, request.askedAt, changes.troubles);
  return { status: 'done', changes };
}
