import * as v from 'valibot';
import { crmSchema } from '../crm/config.ts';
import { DEFAULT_RING_WINDOW_S, MAX_RING_WINDOW_S } from '../calls/freshness.ts';
import { appPolicySchema } from '../preferences/preferences.ts';

/** What the admin decides for every app: part of `welcome`, and pushed again when it changes. */
export const policySchema = v.object({
  /** Seconds after its start that a ring may still pop. */
  ringWindow: v.optional(
    v.pipe(v.number(), v.minValue(5), v.maxValue(MAX_RING_WINDOW_S)),
    DEFAULT_RING_WINDOW_S,
  ),
  /** Deal statuses that count as closed, lower case; null: the built-in list. */
  closedStages: v.optional(v.nullable(v.array(v.string())), null),
  /** Names for Allo numbers. */
  lines: v.optional(v.array(v.object({ number: v.string(), name: v.string() })), []),
  /** Agents with a name or with further addresses that Allo knows them by, all lower case. */
  agents: v.optional(
    v.array(
      v.object({
        email: v.string(),
        name: v.optional(v.nullable(v.string()), null),
        aliases: v.optional(v.array(v.string()), []),
      }),
    ),
    [],
  ),
  /** Null: no CRM set, so there is nothing to click. */
  crm: v.optional(v.nullable(crmSchema), null),
  /** What the admin has fixed or suggested of the app's preferences. */
  app: v.optional(appPolicySchema, {}),
});
export type Policy = v.InferOutput<typeof policySchema>;

/** What holds before a relay has said anything. */
export const DEFAULT_POLICY: Policy = v.parse(policySchema, {});

/** The agent behind one of their addresses, lower case; an address that the admin did not list stands for itself. */
export function agentBehind(address: string, policy: Policy): string {
  return policy.agents.find(({ aliases }) => aliases.includes(address))?.email ?? address;
}
