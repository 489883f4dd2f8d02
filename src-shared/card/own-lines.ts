import type { Call } from '../calls/call.ts';
import { readNumber, sameNumber, type NumberKey } from '../format/phone.ts';
import { agentBehind, type Policy } from '../wire/policy.ts';
import { agentName } from './names.ts';

/** The call as the admin's policy names those in it: agents by their own address, the team's lines by their people. */
export function namedBy(call: Call, policy: Policy): Call {
  return {
    ...call,
    handledBy: call.handledBy === null ? null : agentBehind(call.handledBy, policy),
    users: [...new Set(call.users.map((user) => agentBehind(user, policy)))].sort(),
    outsideName: ownLineName(call.number, policy) ?? call.outsideName,
  };
}

/** Whether a number is one of the team's own lines. */
export function isOwnLine(number: string | null, policy: Policy): boolean {
  const key = readNumber(number);
  return key.tail !== null && (agentsOn(key, policy) !== null || lineName(key, policy) !== null);
}

/** Who answers one of the team's lines, lower case; null: it is none that the relay has told of. */
export function agentsOfLine(
  number: string | null,
  policy: Pick<Policy, 'ownLines'>,
): readonly string[] | null {
  return agentsOn(readNumber(number), policy);
}

/** What one of the team's lines is called: whose it is, else the admin's name for it; null: neither is known. */
function ownLineName(number: string | null, policy: Policy): string | null {
  const key = readNumber(number);
  if (key.tail === null) return null;
  const [agent, ...others] = agentsOn(key, policy) ?? [];
  const only = agent === undefined || others.length > 0 ? null : agent;
  const name = only === null ? null : agentName(only, policy);
  return (name === only ? lineName(key, policy) : null) ?? name ?? lineName(key, policy);
}

function agentsOn(key: NumberKey, { ownLines }: Pick<Policy, 'ownLines'>): readonly string[] | null {
  if (key.tail === null) return null;
  return ownLines.find(({ number }) => sameNumber(readNumber(number), key) !== null)?.agents ?? null;
}

function lineName(key: NumberKey, policy: Policy): string | null {
  return policy.lines.find(({ number }) => sameNumber(readNumber(number), key) !== null)?.name ?? null;
}
