import type { Person } from '../allo/parties.ts';
import type { Call, TransferEnd } from '../calls/call.ts';
import { fullName } from '../format/person-name.ts';
import { readableNumber, readNumber, sameNumber } from '../format/phone.ts';
import { agentBehind, type Policy } from '../wire/policy.ts';
import { emailsOf } from './contact-facts.ts';

/** An agent for people: the name that the admin gave, else the address. */
export function agentName(email: string, policy: Policy): string {
  return policy.agents.find((agent) => agent.email === email)?.name ?? email;
}

/** The other end of a transfer, for people; null when it is this agent, or there was none. */
export function transferName(end: TransferEnd | null, me: string | null, policy: Policy): string | null {
  if (end === null) return null;
  const email = end.email === null ? null : agentBehind(end.email, policy);
  if (email !== null && email === me) return null;
  const listed = email === null ? null : agentName(email, policy);
  // The admin's name for an agent, else Allo's, else whatever address there is.
  if (listed !== null && listed !== email) return listed;
  return end.name ?? listed ?? lineName(end.number, policy);
}

/** A number of the team's by the name that the admin gave, else any number as people read it. */
export function lineName(line: string | null, policy: Policy): string | null {
  if (line === null) return null;
  const key = readNumber(line);
  const named = policy.lines.find(({ number }) => sameNumber(readNumber(number), key) !== null);
  return named?.name ?? readableNumber(line)?.display ?? line;
}

type Party = Pick<Call, 'person' | 'outsideName' | 'number' | 'memory'>;

/**
 * What the other party is called: their name, else the one that the network gave, else their address, else what Allo called
 * them with an earlier call; null: nobody said.
 */
export function callerName(call: Omit<Party, 'number'>): string | null {
  return statedName(call) ?? call.memory?.named?.name ?? null;
}

/** Whether the name is an earlier call's: with this one nobody said who it is. */
export function isNamedBefore(call: Omit<Party, 'number'>): boolean {
  return statedName(call) === null && call.memory?.named !== undefined;
}

function statedName({ person, outsideName }: Pick<Party, 'person' | 'outsideName'>): string | null {
  return fullName(person) ?? outsideName ?? addressOf(person);
}

/** The other party for people: name, else number; null: withheld. */
export function partyName(call: Party): string | null {
  return callerName(call) ?? readableNumber(call.number)?.display ?? null;
}

function addressOf(person: Person | null): string | null {
  return emailsOf(person)[0] ?? null;
}
