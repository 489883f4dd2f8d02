import type { DatabaseSync } from 'node:sqlite';
import { changesApplying } from './applying.ts';
import type { DirectoryChanges } from './changes.ts';
import { directoryDiff, type DiffOptions } from './diff.ts';
import { knownTeam } from './known.ts';
import { syncStates } from './state.ts';
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
export function previewSync(db: DatabaseSync, { allo, ...options }: SyncRequest): DirectoryChanges {
  return directoryDiff(knownTeam(db), allo, options);
}

/** Finds out what changes and carries it out, all in the caller's transaction, or nothing. */
export function directorySync(db: DatabaseSync): (request: SyncRequest, now: number) => SyncOutcome {
  const states = syncStates(db);
  const apply = changesApplying(db);
  return (request, now) => {
    const newest = states.read()?.askedAt ?? 0;
    // One from the future is of a clock that was set back since.
    if (request.askedAt < newest && newest <= now) return { status: 'outdated' };
    const changes = previewSync(db, request);
    apply(changes, now);
    states.write(request.askedAt, changes.troubles);
    return { status: 'done', changes };
  };
}
