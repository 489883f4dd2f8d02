import * as v from 'valibot';
import { cardFactsSchema } from './card-facts.ts';
import { crmSchema } from '../crm/config.ts';
import { DEFAULT_RING_WINDOW_S, MAX_RING_WINDOW_S } from '../calls/freshness.ts';
import { readLeniently, type Reading } from '../lenient.ts';
import {
  appPolicySchema,
  DEFAULT_PREFERENCES,
  type PreferenceName,
  type Preferences,
} from '../preferences/preferences.ts';

const short = v.pipe(v.string(), v.maxLength(1024));

/** What the admin decides for every app: part of `welcome`, and pushed again when it changes. */
export const policySchema = v.object({
  /** Seconds after its start that a ring may still pop. */
  ringWindow: v.optional(
    v.pipe(v.number(), v.minValue(5), v.maxValue(MAX_RING_WINDOW_S)),
    DEFAULT_RING_WINDOW_S,
  ),
  /** Deal statuses that count as closed, lower case; null: the built-in list. */
  closedStages: v.optional(v.nullable(v.pipe(v.array(short), v.maxLength(10_000))), null),
  /** Names for Allo numbers. */
  lines: v.optional(v.pipe(v.array(v.object({ number: short, name: short })), v.maxLength(100_000)), []),
  /** Every Allo number of the team's, and the agents who answer it, lower case. */
  ownLines: v.optional(
    v.pipe(
      v.array(v.object({ number: short, agents: v.optional(v.array(short), []) })),
      v.maxLength(100_000),
    ),
    [],
  ),
  /** Agents with a name or with further addresses that Allo knows them by, all lower case. */
  agents: v.optional(
    v.pipe(
      v.array(
        v.object({
          email: short,
          name: v.optional(v.nullable(short), null),
          aliases: v.optional(v.array(short), []),
        }),
      ),
      v.maxLength(100_000),
    ),
    [],
  ),
  /** Null: no CRM set, so there is nothing to click. */
  crm: v.optional(v.nullable(crmSchema), null),
  /** What the card shows beside what it shows of everybody. */
  card: v.optional(v.object({ facts: v.optional(cardFactsSchema, []) }), {}),
  /** What the admin has fixed or suggested of the app's preferences. */
  app: v.optional(appPolicySchema, {}),
});
export type Policy = v.InferOutput<typeof policySchema>;

/** What holds before a relay has said anything. */
export const DEFAULT_POLICY: Policy = v.parse(policySchema, {});

/** What counts for the parts of a policy that cannot be read. */
export interface Holding {
  /** The last one. */
  readonly policy: Policy;
  /** What holds on this computer: a choice stays locked at it when its new value cannot be read. */
  readonly values: Preferences;
}

export const NOTHING_HELD: Holding = { policy: DEFAULT_POLICY, values: DEFAULT_PREFERENCES };

/** Reads a policy of an older or newer relay: what cannot be read stays as it was, and no lock opens. */
export function readPolicy(json: unknown, holding: Holding): Reading<Policy> {
  const read = readLeniently(policySchema, json, holding.policy);
  if (read === null) return { value: holding.policy, unread: ['policy'] };
  return { value: keepLocked(read, holding.values), unread: read.unread };
}

const LOCK = 'app.fixed.';

/** A choice that is locked by a value which cannot be read, and was not locked before, is locked at what holds. */
function keepLocked({ value, unread }: Reading<Policy>, values: Preferences): Policy {
  const fixed: Record<string, unknown> = { ...value.app.fixed };
  for (const name of unread.flatMap(lockIn)) if (!Object.hasOwn(fixed, name)) fixed[name] = values[name];
  return { ...value, app: { ...value.app, fixed } };
}

function lockIn(field: string): PreferenceName[] {
  const name = field.slice(LOCK.length).replace(/[.[].*$/, '');
  return field.startsWith(LOCK) && Object.hasOwn(DEFAULT_PREFERENCES, name) ? [name as PreferenceName] : [];
}

/** The agent behind one of their addresses, lower case; an address that the admin did not list stands for itself. */
export function agentBehind(address: string, policy: Policy): string {
  return policy.agents.find(({ aliases }) => aliases.includes(address))?.email ?? address;
}
