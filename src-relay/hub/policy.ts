import type { Policy } from '../../src-shared/wire/policy.ts';
import type { Ability } from '../../src-shared/wire/protocol.ts';
import type { Origin } from '../agents/address.ts';
import { teamLines, type TeamLine } from '../agents/lines.ts';
import type { AddressedAgent, Team } from '../journal/reader.ts';
import type { RelayConfig } from '../config/schema.ts';

/** A policy as JSON, as it goes into frames: made once, however many apps are told of it. */
export type PolicyText = string & { readonly __brand: 'PolicyText' };

/** What the apps are told of the admin's decisions. An agent with one address and no name needs no telling. */
function policyOf(config: RelayConfig, { agents, answering, alloLines }: Team): Policy {
  const lines = teamLines(config, answering, alloLines);
  const aliases = aliasesByAgent(config, agents);
  return {
    ringWindow: config.ringWindow,
    closedStages: config.closedStages,
    lines: lines.flatMap(({ number, name }) => (name === null ? [] : [{ number, name }])),
    ownLines: ownLinesOf(lines, config, agents),
    agents: agents
      .map(({ email, name }) => ({ email, name, aliases: aliases.get(email) ?? [] }))
      .filter(({ name, aliases }) => name !== null || aliases.length > 0),
    crm: config.crm,
    card: config.card,
    app: config.app,
  };
}

/** Every line, with those of its agents who are known. */
function ownLinesOf(
  lines: readonly TeamLine[],
  config: RelayConfig,
  agents: readonly AddressedAgent[],
): Policy['ownLines'] {
  const agentOf = agentsByAddress(config, agents);
  const known = new Set<string>(agents.map(({ email }) => email));
  return lines.map((line) => {
    const emails = line.agents.map((email) => agentOf.get(email) ?? email);
    return { number: line.number, agents: [...new Set(emails)].filter((email) => known.has(email)).sort() };
  });
}

/** Like in the directory, an alias that was given by hand goes before one of the config, and that before one of Allo's. */
function agentsByAddress(
  config: RelayConfig,
  agents: readonly AddressedAgent[],
): ReadonlyMap<string, string> {
  const given = (by: Origin) =>
    agents.flatMap(({ email, aliases }) =>
      aliases.filter(({ origin }) => origin === by).map(({ address }): [string, string] => [address, email]),
    );
  return new Map([...given('allo'), ...Object.entries(config.aliases), ...given('hand')]);
}

/** Every agent's further addresses. */
function aliasesByAgent(
  config: RelayConfig,
  agents: readonly AddressedAgent[],
): ReadonlyMap<string, string[]> {
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
  teamIs(team: Team): boolean;
}

function textOf(policy: Policy): PolicyText {
  return JSON.stringify(policy) as PolicyText;
}

/** Keeps the policy that follows from the config and the team. */
export function policyKeeper(firstConfig: RelayConfig, firstTeam: Team): PolicyKeeper {
  let config = firstConfig;
  let team = firstTeam;
  const read = () => {
    const policy = policyOf(config, team);
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
    teamIs: (next) => {
      team = next;
      return renew();
    },
  };
}
