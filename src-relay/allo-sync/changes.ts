import type { AgentEmail } from '../../src-shared/brand.ts';
import type { Origin } from '../agents/address.ts';
import type { SyncTrouble } from './team.ts';

/** What a sync changes, or would change. Everything in it is for the admin to see, but `links`. */
export interface DirectoryChanges {
  readonly added: readonly { readonly agent: AgentEmail; readonly name: string | null }[];
  readonly renamed: readonly {
    readonly agent: AgentEmail;
    readonly from: string | null;
    readonly to: string;
  }[];
  /** Addresses that Allo knows an agent by, beside the one that they have here. */
  readonly aliases: readonly { readonly agent: AgentEmail; readonly alias: AgentEmail }[];
  /** Addresses of Allo's that are somebody else's by now. */
  readonly aliasesGone: readonly { readonly agent: AgentEmail; readonly alias: string }[];
  /** Their devices are revoked. */
  readonly blocked: readonly AgentEmail[];
  /** They get no device back by that. */
  readonly unblocked: readonly AgentEmail[];
  /** Whom Allo no longer lists. Whoever was added or named by hand stays, and so does everybody without `--remove`. */
  readonly gone: readonly {
    readonly agent: AgentEmail;
    readonly addedBy: Origin;
    readonly isRemoved: boolean;
  }[];
  /** Lines that are new or have another name. `isOverruled`: the config names it otherwise. */
  readonly lines: readonly {
    readonly number: string;
    readonly name: string | null;
    readonly was: string | null;
    readonly isNew: boolean;
    readonly isOverruled: boolean;
  }[];
  readonly linesGone: readonly string[];
  /** Who answers a line from now on. `isOverruled`: the config says who answers it. */
  readonly answers: readonly Answering[];
  readonly answersGone: readonly Answering[];
  /** Users, and lines and aliases of agents, that the admin took away by hand. */
  readonly keptOff: readonly { readonly who: string; readonly what: string | null }[];
  /** Why something was left as it is. */
  readonly troubles: readonly SyncTrouble[];
  /** Which agent each of Allo's users is, where that is news. */
  readonly links: readonly { readonly user: string; readonly agent: AgentEmail }[];
}

export interface Answering {
  readonly number: string;
  readonly agent: AgentEmail;
  readonly isOverruled: boolean;
}

/** Whether it changes nothing in the directory. */
export function isNothing(changes: DirectoryChanges): boolean {
  const { added, renamed, aliases, aliasesGone, blocked, unblocked, lines, linesGone } = changes;
  const { answers, answersGone, gone, links } = changes;
  const changed = [added, renamed, aliases, aliasesGone, blocked, unblocked, lines, linesGone, answers];
  return (
    [...changed, answersGone, links].every((list) => list.length === 0) &&
    gone.every(({ isRemoved }) => !isRemoved)
  );
}
