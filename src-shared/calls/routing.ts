import type { AlloEvent } from '../allo/events.ts';
import type { AgentEmail } from '../brand.ts';
import { readNumber, sameNumber, type NumberKey } from '../format/phone.ts';
import { directionOf, isCallEvent, type CallEventBody } from './sighting.ts';

/** An Allo number that the admin listed, and who answers it. */
export interface Line {
  readonly number: string;
  readonly key: NumberKey;
  readonly agents: readonly string[];
}

/** Reads a line's number once, since every event is compared with every line. */
export function lineOf(number: string, agents: readonly string[]): Line {
  return { number, key: readNumber(number), agents };
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
  /** The users who were heard to dial what comes in here from a line of the team's, as Allo spells them. */
  readonly diallers?: readonly string[];
}

/**
 * Whom an event concerns: whoever it names, and everybody who was told of the call before. What comes in from a line of the
 * team's own is no news to whoever dialled there: they have it as what they dialled or wrote. Sorted; empty when nobody.
 */
export function concernedAgents(event: AlloEvent, directory: Directory, audience: Audience): AgentEmail[] {
  const spared = senders(event, directory, audience.diallers ?? []);
  const owners = ownersOf(event, directory).filter((agent) => !spared.has(agent));
  const concerned = new Set([...audience.witnesses, ...owners]);
  return [...concerned].filter((agent) => directory.agents.has(agent)).sort();
}

/**
 * Whom an event names: its user (through aliases), the agents of the line it came in on or went out from when the admin
 * listed that line, and both ends of a transfer.
 */
export function ownersOf(event: AlloEvent, directory: Directory): AgentEmail[] {
  const { users, lines } = namedOwners(event);
  const own = isOpenAtBothEnds(event, directory) ? [] : lines;
  return [...new Set([...agentsFor(users, directory), ...own.flatMap((line) => agentsOn(line, directory))])];
}

/** A call between two of the team's lines that does not say which of the two calls it is, coming in or going out. */
function isOpenAtBothEnds(event: AlloEvent, directory: Directory): boolean {
  if (!isCallEvent(event) || directionOf(event) !== null) return false;
  return isListed(event.data.from_number, directory) && isListed(event.data.to_number, directory);
}

/** Whether the number is one that the admin listed. */
export function isListed(number: string | null, { lines }: Pick<Directory, 'lines'>): boolean {
  return number !== null && linesLike(number, lines).length > 0;
}

/** Who is at the other end of what comes in from a line of the team's: who was heard to dial, else its only agent. */
function senders(event: AlloEvent, directory: Directory, diallers: readonly string[]): Set<AgentEmail> {
  const from = cameFrom(event);
  if (from === null || !isListed(from, directory)) return new Set();
  const heard = agentsFor(diallers, directory);
  const onLine = agentsOn(from, directory);
  return new Set(heard.length > 0 ? heard : onLine.length === 1 ? onLine : []);
}

/** The number that something came in from; null when it went out, or nobody says. */
export function cameFrom(event: AlloEvent): string | null {
  if (event.topic === 'sms.received') return event.data.from_number;
  return isCallEvent(event) && directionOf(event) === 'inbound' ? event.data.from_number : null;
}

function agentsOn(number: string, directory: Directory): AgentEmail[] {
  const agents = linesLike(number, directory.lines).flatMap((line) => line.agents);
  return agentsFor(agents, directory);
}

function agentsFor(addresses: readonly string[], directory: Directory): AgentEmail[] {
  return [...new Set(addresses.flatMap((email) => agentFor(email, directory) ?? []))];
}

/** The agent behind an address in any case, through aliases; null when it is nobody we know. */
export function agentFor(email: string, directory: Pick<Directory, 'agents' | 'aliases'>): AgentEmail | null {
  const lower = email.trim().toLowerCase();
  const agent = directory.aliases.get(lower) ?? (lower as AgentEmail);
  return directory.agents.has(agent) ? agent : null;
}

/** The users that an event names, and the numbers that are the team's if the admin listed them: both as Allo spells them. */
export function namedOwners(event: AlloEvent): {
  readonly users: readonly string[];
  readonly lines: readonly string[];
} {
  const { users, lines } = namesIn(event);
  return { users: present(users), lines: present(lines) };
}

function namesIn(event: AlloEvent): { users: readonly Name[]; lines: readonly Name[] } {
  switch (event.topic) {
    case 'call.completed': {
      const { user_email, transfer_from, transfer_to, original_to_number } = event.data;
      return {
        users: [user_email, transfer_from?.user_email, transfer_to?.user_email],
        lines: [...ownEnd(event, [original_to_number]), transfer_from?.number, transfer_to?.number],
      };
    }
    case 'call.received':
    case 'call.triggered':
    case 'call.answered':
      return { users: [event.data.user_email], lines: ownEnd(event, []) };
    case 'sms.received':
      return { users: [event.data.user_email], lines: [event.data.to_number] };
    case 'sms.sent':
      return { users: [event.data.user_email], lines: [event.data.from_number] };
    // A tag's user is who set it, which concerns nobody by itself; contacts and summaries name no user.
    case 'tag.added':
    case 'tag.removed':
    case 'contact.created':
    case 'contact.updated':
    case 'summary.updated':
      return { users: [], lines: [] };
  }
}

/** The team's end of a call: either end, when its direction is not said. @param first what else was called, coming in */
function ownEnd(event: CallEventBody, first: readonly Name[]): Name[] {
  const { from_number, to_number } = event.data;
  switch (directionOf(event)) {
    case 'inbound':
      return [to_number, ...first];
    case 'outbound':
      return [from_number];
    case null:
      return [from_number, to_number, ...first];
  }
}

type Name = string | null | undefined;

function linesLike(number: string, lines: readonly Line[]): Line[] {
  if (lines.length === 0) return [];
  const key = readNumber(number);
  return key.tail === null ? [] : lines.filter((line) => sameNumber(line.key, key) !== null);
}

function present(names: readonly Name[]): string[] {
  return names.filter((name): name is string => typeof name === 'string' && name !== '');
}
