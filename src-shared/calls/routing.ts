import type { AlloEvent } from '../allo/events.ts';
import type { AgentEmail } from '../brand.ts';
import { readNumber, sameNumber } from '../format/phone.ts';

/** An Allo number that the admin listed, and who answers it. */
export interface Line {
  readonly number: string;
  readonly agents: readonly string[];
}

/** Who is who, from the relay's config and its agents. */
export interface Directory {
  /** Known agents only: an event for somebody else concerns nobody. */
  readonly agents: ReadonlySet<AgentEmail>;
  /** Another address of an agent, lower case -> the agent. */
  readonly aliases: ReadonlyMap<string, AgentEmail>;
  readonly lines: readonly Line[];
}

/** What is already known of the call or contact that an event belongs to. */
export interface Audience {
  /** Everybody who was told of an earlier event of the call; for contact events, who had a call from it lately. */
  readonly witnesses: Iterable<AgentEmail>;
}

/**
 * Whom an event concerns: its user (through aliases), the agents of its Allo number when the admin listed the
 * line, both ends of a transfer, and everybody who was told of the call before. Sorted; empty when nobody.
 */
export function concernedAgents(event: AlloEvent, directory: Directory, audience: Audience): AgentEmail[] {
  const concerned = new Set(audience.witnesses);
  const { users, numbers } = namedOwners(event);
  for (const email of users) {
    const agent = agentFor(email, directory);
    if (agent !== null) concerned.add(agent);
  }
  const called = numbers.map(readNumber).filter((key) => key.tail !== null);
  for (const line of directory.lines) {
    const key = readNumber(line.number);
    if (!called.some((number) => sameNumber(number, key) !== null)) continue;
    for (const email of line.agents) {
      const agent = agentFor(email, directory);
      if (agent !== null) concerned.add(agent);
    }
  }
  return [...concerned].filter((agent) => directory.agents.has(agent)).sort();
}

/** The agent behind an address in any case, through aliases; null when it is nobody we know. */
export function agentFor(email: string, directory: Pick<Directory, 'agents' | 'aliases'>): AgentEmail | null {
  const lower = email.trim().toLowerCase();
  const agent = directory.aliases.get(lower) ?? (lower as AgentEmail);
  return directory.agents.has(agent) ? agent : null;
}

/** The users that an event names, as Allo spells them, and the numbers among which the called line may be. */
export function namedOwners(event: AlloEvent): {
  readonly users: readonly string[];
  readonly numbers: readonly string[];
} {
  const { users, numbers } = namesIn(event);
  return { users: present(users), numbers: present(numbers) };
}

/**
 * The users an event names, and the numbers among which the called line may be. Either end may be the Allo number:
 * only a listed line is looked for in them, and an outside number never is one.
 */
function namesIn(event: AlloEvent): { users: readonly Name[]; numbers: readonly Name[] } {
  switch (event.topic) {
    case 'call.completed': {
      const { user_email, transfer_from, transfer_to, from_number, to_number, original_to_number } =
        event.data;
      return {
        users: [user_email, transfer_from?.user_email, transfer_to?.user_email],
        numbers: [from_number, to_number, original_to_number, transfer_from?.number, transfer_to?.number],
      };
    }
    case 'call.received':
    case 'call.triggered':
    case 'call.answered':
    case 'sms.received':
    case 'sms.sent': {
      const { user_email, from_number, to_number } = event.data;
      return { users: [user_email], numbers: [from_number, to_number] };
    }
    // A tag's user is who set it, which concerns nobody by itself; contacts and summaries name no user.
    case 'tag.added':
    case 'tag.removed':
    case 'contact.created':
    case 'contact.updated':
    case 'summary.updated':
      return { users: [], numbers: [] };
  }
}

type Name = string | null | undefined;

function present(names: readonly Name[]): string[] {
  return names.filter((name): name is string => typeof name === 'string' && name !== '');
}
