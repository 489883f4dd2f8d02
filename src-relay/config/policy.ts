import { readNumber } from '../../src-shared/format/phone.ts';
import type { Policy } from '../../src-shared/wire/policy.ts';
import type { RelayConfig } from './schema.ts';

/** A policy as JSON, as it goes into frames: made once, however many apps are told of it. */
export type PolicyText = string & { readonly __brand: 'PolicyText' };

/** An agent as the journal knows them. */
interface NamedAgent {
  readonly email: string;
  readonly name: string | null;
  readonly aliases: readonly string[];
  readonly lines: readonly string[];
}

/** What the apps are told of the admin's decisions. An agent with one address and no name needs no telling. */
function policyOf(config: RelayConfig, agents: readonly NamedAgent[]): Policy {
  const aliases = aliasesByAgent(config, agents);
  return {
    ringWindow: config.ringWindow,
    closedStages: config.closedStages,
    lines: Object.entries(config.lines).flatMap(([number, { name }]) =>
      name === undefined ? [] : [{ number, name }],
    ),
    ownLines: ownLinesOf(config, agents),
    agents: agents
      .map(({ email, name }) => ({ email, name, aliases: aliases.get(email) ?? [] }))
      .filter(({ name, aliases }) => name !== null || aliases.length > 0),
    crm: config.crm,
    app: config.app,
  };
}

/** Every line of config and journal, each once however it is written, with those of its agents who are known. */
function ownLinesOf(config: RelayConfig, agents: readonly NamedAgent[]): Policy['ownLines'] {
  const agentOf = agentsByAddress(config, agents);
  const known = new Set(agents.map(({ email }) => email));
  const listed = [
    ...Object.entries(config.lines).map(([number, line]) => ({ number, agents: line.agents })),
    ...agents.flatMap(({ email, lines }) => lines.map((number) => ({ number, agents: [email] }))),
  ];
  const byNumber = Map.groupBy(listed, ({ number }) => readNumber(number).e164 ?? number);
  return [...byNumber].map(([number, same]) => {
    const emails = same.flatMap((line) => line.agents.map((email) => agentOf.get(email) ?? email));
    return { number, agents: [...new Set(emails)].filter((email) => known.has(email)).sort() };
  });
}

/** Like in the directory, an alias of the journal goes before one of the config. */
function agentsByAddress(config: RelayConfig, agents: readonly NamedAgent[]): ReadonlyMap<string, string> {
  const agentOf = new Map(Object.entries(config.aliases));
  for (const { email, aliases } of agents) for (const address of aliases) agentOf.set(address, email);
  return agentOf;
}

/** Every agent's further addresses. */
function aliasesByAgent(config: RelayConfig, agents: readonly NamedAgent[]): ReadonlyMap<string, string[]> {
  const grouped = Map.groupBy(agentsByAddress(config, agents), ([, email]) => email);
  return new Map([...grouped].map(([email, own]) => [email, own.map(([address]) => address).sort()]));
}

export interface PolicyKeeper {
  readonly current: () => PolicyText;
  /** @returns whether the policy is another one now */
  configIs(config: RelayConfig): boolean;
  agentsAre(agents: readonly NamedAgent[]): boolean;
}

/** Keeps the policy that follows from the config and the agents' names. */
export function policyKeeper(firstConfig: RelayConfig, firstAgents: readonly NamedAgent[]): PolicyKeeper {
  let config = firstConfig;
  let agents = firstAgents;
  const read = (): PolicyText => JSON.stringify(policyOf(config, agents)) as PolicyText;
  let policy = read();
  function renew(): boolean {
    const before = policy;
    policy = read();
    return policy !== before;
  }
  return {
    current: () => policy,
    configIs: (next) => {
      config = next;
      return renew();
    },
    agentsAre: (next) => {
      agents = next;
      return renew();
    },
  };
}
