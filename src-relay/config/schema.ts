import * as v from 'valibot';
import { crmSchema } from '../../src-shared/crm/config.ts';
import { readNumber } from '../../src-shared/format/phone.ts';
import { policySchema } from '../../src-shared/wire/policy.ts';

const address = v.pipe(
  v.string(),
  v.trim(),
  v.toLowerCase(),
  v.regex(/^[^\s@]{1,64}@[^\s@]{1,190}$/, 'not an e-mail address'),
);
const phone = v.pipe(
  v.string(),
  v.check((text) => readNumber(text).e164 !== null, 'not a number in E.164, like +33199003300'),
);
const name = v.pipe(v.string(), v.minLength(1), v.maxLength(100));

/** `relay.config.json`: what the admin decides for the team. Unknown keys are errors, so that a typo is seen. */
export const configSchema = v.strictObject({
  /** Seconds that a ring may pop. */
  ringWindow: policySchema.entries.ringWindow,
  /** Deal statuses that count as closed, in place of the built-in list. */
  closedStages: v.optional(v.nullable(v.array(v.pipe(v.string(), v.trim(), v.toLowerCase()))), null),
  /** Allo numbers, their names and who answers them. */
  lines: v.optional(
    v.record(phone, v.strictObject({ name: v.optional(name), agents: v.optional(v.array(address), []) })),
    {},
  ),
  /** Another address of an agent -> the agent. */
  aliases: v.optional(v.record(address, address), {}),
  crm: v.optional(v.nullable(crmSchema), null),
  /** How many events a fresh install gets. */
  historyEvents: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(100_000)), 500),
  retentionDays: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(3650)), 30),
  /** The address that apps reach the relay at, for pairing links. */
  publicUrl: v.optional(v.pipe(v.string(), v.url(), v.regex(/^https?:\/\//, 'not an http(s) address'))),
});
export type RelayConfig = v.InferOutput<typeof configSchema>;

export const DEFAULT_CONFIG: RelayConfig = v.parse(configSchema, {});

/** A config that cannot be used: the message names the field and the rule, never a value. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** @throws ConfigError at the first field that is wrong */
export function readConfig(text: string): RelayConfig {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new ConfigError('is not valid JSON');
  }
  const read = v.safeParse(configSchema, json, { abortEarly: true });
  if (read.success) return read.output;
  const issue = read.issues[0];
  throw new ConfigError(`${v.getDotPath(issue) ?? 'top level'}: ${ruleOf(issue)}`);
}

function ruleOf(issue: v.BaseIssue<unknown>): string {
  if (issue.type === 'strict_object') return 'not a setting we know';
  if (issue.kind === 'schema') return `expected ${issue.expected ?? issue.type}`;
  return issue.message.replace(/ but received .*$/i, '');
}
