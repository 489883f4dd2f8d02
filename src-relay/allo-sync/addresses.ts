import type { AgentEmail } from '../../src-shared/brand.ts';
import type { RelayConfig } from '../config/schema.ts';
import type { KnownTeam } from './known.ts';
import type { AlloUser } from './team.ts';

/** Finds the agent whom a user of Allo's is. */
export interface WhoIsWho {
  /** By their address as the admin has it, else by Allo's id, else by an address that Allo once had for them. */
  agentOf(user: Pick<AlloUser, 'id' | 'email'>): AgentEmail | null;
  /** Whom an address leads to without Allo's help. */
  byHand(address: string): AgentEmail | null;
  /** Whose an address was in Allo. */
  byAlloAlias(address: string): AgentEmail | null;
}

/** @param listed the users that Allo lists now, as far as it does */
export function whoIsWho(
  known: KnownTeam,
  config: Pick<RelayConfig, 'aliases'>,
  listed: readonly AlloUser[],
): WhoIsWho {
  const agents = new Set(known.agents.map(({ email }) => email));
  const given = (by: 'hand' | 'allo') =>
    new Map(
      known.agents.flatMap(({ email, aliases }) =>
        aliases
          .filter(({ origin }) => origin === by)
          .map(({ address }): [string, AgentEmail] => [address, email]),
      ),
    );
  const [handAliases, alloAliases] = [given('hand'), given('allo')];
  const byUser = new Map(known.agents.flatMap(({ email, users }) => users.map((id) => [id, email] as const)));
  function byHand(address: string): AgentEmail | null {
    const agent = handAliases.get(address) ?? config.aliases[address] ?? address;
    return agents.has(agent as AgentEmail) ? (agent as AgentEmail) : null;
  }

  const byHandOrId = ({ id, email }: Pick<AlloUser, 'id' | 'email'>): AgentEmail | null =>
    (email === null ? null : byHand(email)) ?? byUser.get(id) ?? null;
  const isListed = new Set(listed.map(byHandOrId));

  function agentOf(user: Pick<AlloUser, 'id' | 'email'>): AgentEmail | null {
    const own = byHandOrId(user);
    if (own !== null || user.email === null) return own;
    const former = alloAliases.get(user.email) ?? null;
    // Whoever had the address is listed under another one: this is somebody else.
    return former === null || isListed.has(former) ? null : former;
  }

  return { agentOf, byHand, byAlloAlias: (address) => alloAliases.get(address) ?? null };
}
