import type { Policy } from '../../src-shared/wire/policy.ts';
import type { RelayConfig } from './schema.ts';

/** What the apps are told of the admin's decisions. Agents without a name are known by their address. */
function policyOf(config: RelayConfig, agents: Names): Policy {
  return {
    ringWindow: config.ringWindow,
    closedStages: config.closedStages,
    lines: Object.entries(config.lines).flatMap(([number, { name }]) =>
      name === undefined ? [] : [{ number, name }],
    ),
    agents: agents.flatMap(({ email, name }) => (name === null ? [] : [{ email, name }])),
    crm: config.crm,
  };
}

type Names = readonly { readonly email: string; readonly name: string | null }[];

export interface PolicyKeeper {
  readonly current: () => Policy;
  /** @returns whether the policy is another one now */
  configIs(config: RelayConfig): boolean;
  agentsAre(agents: Names): boolean;
}

/** Keeps the policy that follows from the config and the agents' names. */
export function policyKeeper(firstConfig: RelayConfig, firstAgents: Names): PolicyKeeper {
  let config = firstConfig;
  let agents = firstAgents;
  let policy = policyOf(config, agents);
  function renew(): boolean {
    const before = JSON.stringify(policy);
    policy = policyOf(config, agents);
    return JSON.stringify(policy) !== before;
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
