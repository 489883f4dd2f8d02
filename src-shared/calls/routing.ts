import type { AlloEvent } from '../allo/events.ts';
import type { AgentEmail } from '../brand.ts';
import { readNumber, sameNumber, type NumberKey } from '../format/phone.ts';

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
  for (const email of namedUsers(event)) {
    const agent = agentFor(email, directory);
    if (agent !== null) concerned.add(agent);
  }
  const numbers = calledNumbers(event);
  for (const line of directory.lines) {
    const key = readNumber(line.number);
    if (!numbers.some((n) => sameNumber(n, key) !== null)) continue;
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

function namedUsers(event: AlloEvent): string[] {
  switch (event.topic) {
    case 'call.completed':
      return present([
        event.data.user_email,
        event.data.transfer_from?.user_email,
        event.data.transfer_to?.user_email,
      ]);
    case 'call.received':
    case 'call.triggered':
    case 'call.answered':
    case 'sms.received':
    case 'sms.sent':
      return present([event.data.user_email]);
    // A tag's user is who set it, which concerns nobody by itself; contacts and summaries name no user.
    case 'tag.added':
    case 'tag.removed':
    case 'contact.created':
    case 'contact.updated':
    case 'summary.updated':
      return [];
  }
}

/** Either end may be the Allo number: only a listed line is looked for in them, and an outside number never is one. */
function calledNumbers(event: AlloEvent): NumberKey[] {
  switch (event.topic) {
    case 'call.completed':
      return keys([event.data.from_number, event.data.to_number, event.data.original_to_number]);
    case 'call.received':
    case 'call.triggered':
    case 'call.answered':
    case 'sms.received':
    case 'sms.sent':
      return keys([event.data.from_number, event.data.to_number]);
    case 'tag.added':
    case 'tag.removed':
    case 'contact.created':
    case 'contact.updated':
    case 'summary.updated':
      return [];
  }
}

function keys(numbers: readonly (string | null)[]): NumberKey[] {
  return numbers.map(readNumber).filter((key) => key.tail !== null);
}

function present(emails: readonly (string | null | undefined)[]): string[] {
  return emails.filter((email): email is string => typeof email === 'string' && email !== '');
}
