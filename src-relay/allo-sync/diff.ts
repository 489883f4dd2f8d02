import type { RelayConfig } from '../config/schema.ts';
import { whoIsWho } from './addresses.ts';
import type { DirectoryChanges } from './changes.ts';
import { diffLines } from './diff-lines.ts';
import { diffUsers, withAgents, type UserChanges } from './diff-users.ts';
import type { KnownTeam } from './known.ts';
import type { AlloTeam } from './team.ts';

export type DirectoryConfig = Pick<RelayConfig, 'aliases' | 'lines' | 'withoutRingside'>;

export interface DiffOptions {
  readonly config: DirectoryConfig;
  /** Whether an admin asked for whom Allo no longer lists to be removed. */
  readonly remove: boolean;
}

/**
 * What has to change for the directory to have what Allo says. What was written by hand stays as it is. Whatever is
 * missing in Allo's answer counts only when the answer is whole and believable: nothing is taken away on half knowledge.
 * Carried out, it leaves nothing to change for the same answer.
 */
export function directoryDiff(known: KnownTeam, allo: AlloTeam, options: DiffOptions): DirectoryChanges {
  const listed = allo.users?.list ?? [];
  const users = diffUsers(known, allo.users, options);
  const after = afterUsers(known, users.changes);
  const lines = diffLines(after, allo.numbers, whoIsWho(after, options.config, listed), options);
  return {
    ...users.changes,
    ...lines.changes,
    keptOff: [...users.keptOff, ...lines.keptOff],
    troubles: [...allo.troubles, ...users.doubts, ...lines.doubts],
  };
}

/** The directory as it is when the users' changes are carried out. */
function afterUsers(known: KnownTeam, changes: UserChanges): KnownTeam {
  const removed = new Set(changes.gone.filter(({ isRemoved }) => isRemoved).map(({ agent }) => agent));
  const relinked = new Map(changes.links.map(({ user, agent }) => [user, agent]));
  const takenAway = new Set(changes.aliasesGone.map(({ agent, alias }) => `${agent}\n${alias}`));
  const agents = withAgents(known, changes.added).agents.filter(({ email }) => !removed.has(email));
  return {
    ...known,
    agents: agents.map((agent) => ({
      ...agent,
      isBlocked:
        changes.blocked.includes(agent.email) ||
        (agent.isBlocked && !changes.unblocked.includes(agent.email)),
      aliases: [
        ...agent.aliases.filter(({ address }) => !takenAway.has(`${agent.email}\n${address}`)),
        ...changes.aliases
          .filter((one) => one.agent === agent.email)
          .map(({ alias }) => ({ address: alias, origin: 'allo' as const })),
      ],
      users: [
        ...agent.users.filter((user) => (relinked.get(user) ?? agent.email) === agent.email),
        ...changes.links.filter((one) => one.agent === agent.email).map(({ user }) => user),
      ],
    })),
  };
}
