import { readNumber } from '../../src-shared/format/phone.ts';
import type { Policy } from '../../src-shared/wire/policy.ts';
import type { Ability } from '../../src-shared/wire/protocol.ts';
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
    card: config.card,
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

/** The CRMs that release 0.1.0 knows. It says nothing of what it can, and reads no frame at all with another one in it. */
const FIRST_PRESETS = new Set(['hubspot', 'salesforce', 'pipedrive', 'custom']);

function readableByAll(policy: Policy): Policy {
  const isKnown = policy.crm === null || FIRST_PRESETS.has(policy.crm.preset);
  return isKnown ? policy : { ...policy, crm: null };
}

export interface PolicyKeeper {
  /** For an app that has said that it can do this. */
  readonly current: (can: readonly Ability[]) => PolicyText;
  /** @returns whether the policy is another one now */
  configIs(config: RelayConfig): boolean;
  agentsAre(agents: readonly NamedAgent[]): boolean;
}

function textOf(policy: Policy): PolicyText {
  return JSON.stringify(policy) as PolicyText;
}

/** Keeps the policy that follows from the config and the agents' names. */
export function policyKeeper(firstConfig: RelayConfig, firstAgents: readonly NamedAgent[]): PolicyKeeper {
  let config = firstConfig;
  let agents = firstAgents;
  const read = () => {
    const policy = policyOf(config, agents);
    return { whole: textOf(policy), forAll: textOf(readableByAll(policy)) };
  };
  let policy = read();
  function renew(): boolean {
    const before = policy;
    policy = read();
    return policy.whole !== before.whole;
  }
  return {
    current: (can) => (can.length > 0 ? policy.whole : policy.forAll),
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
