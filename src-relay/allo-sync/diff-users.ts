import type { AgentEmail } from '../../src-shared/brand.ts';
import { whoIsWho, type WhoIsWho } from './addresses.ts';
import type { DirectoryChanges } from './changes.ts';
import type { DiffOptions, DirectoryConfig } from './diff.ts';
import type { KnownAgent, KnownTeam } from './known.ts';
import type { AlloUser, Answered, SyncTrouble } from './team.ts';

/** The part of the changes that follows from Allo's users. */
export type UserChanges = Pick<
  DirectoryChanges,
  'added' | 'renamed' | 'aliases' | 'aliasesGone' | 'blocked' | 'unblocked' | 'gone' | 'links'
>;

export interface DiffedUsers {
  readonly changes: UserChanges;
  readonly keptOff: DirectoryChanges['keptOff'];
  readonly doubts: readonly SyncTrouble[];
}

export function diffUsers(
  known: KnownTeam,
  answered: Answered<AlloUser> | null,
  { config, remove }: DiffOptions,
): DiffedUsers {
  const placed = placeAll(known, distinct(answered?.list ?? []), config);
  const doubted = answered === null ? null : doubtAbout(known, answered, placed);
  // Those of another team must not become agents, nor outnumber the known ones the next time.
  if (answered === null || doubted?.isStrange === true) {
    return { changes: NOTHING, keptOff: [], doubts: doubted === null ? [] : [doubted.trouble] };
  }
  const isSure = doubted === null;
  const { blocked, unblocked, listed } = blockingOf(known, placed.usersOf, isSure);
  const isTooMany = !remove && isMost(blocked.length, listed);
  const shared = sharedBy(placed);
  return {
    changes: {
      added: placed.added,
      renamed: renamings(known, placed.usersOf),
      ...aliasing(known, placed, config),
      blocked: isTooMany ? [] : blocked,
      unblocked,
      gone: isSure ? goneOf(known, placed.usersOf, config, remove) : [],
      links: linksOf(known, placed.usersOf),
    },
    keptOff: placed.keptOff,
    doubts: [
      ...(doubted === null ? [] : [doubted.trouble]),
      ...(isTooMany ? [doubtAboutBlocking(blocked.length, listed)] : []),
      ...(shared > 0 ? [doubtAboutShared(shared)] : []),
    ],
  };
}

const NOTHING: UserChanges = {
  added: [],
  renamed: [],
  aliases: [],
  aliasesGone: [],
  blocked: [],
  unblocked: [],
  gone: [],
  links: [],
};

interface Placed {
  readonly added: UserChanges['added'];
  readonly keptOff: DirectoryChanges['keptOff'];
  readonly agentById: ReadonlyMap<string, AgentEmail>;
  /** Every agent whom Allo lists, with the users that they are. */
  readonly usersOf: ReadonlyMap<AgentEmail, readonly AlloUser[]>;
  readonly who: WhoIsWho;
}

/** The team with agents who have nothing yet but their address. */
export function withAgents(known: KnownTeam, added: UserChanges['added']): KnownTeam {
  const agents = added.map(({ agent, name }): KnownAgent => ({
    email: agent,
    name,
    origin: 'allo',
    nameFrom: 'allo',
    isBlocked: false,
    aliases: [],
    lines: [],
    users: [],
  }));
  return { ...known, agents: [...known.agents, ...agents] };
}

/** An agent who is added may be whom the admin's alias for another user leads to: until nobody is added any more. */
function placeAll(known: KnownTeam, users: readonly AlloUser[], config: DirectoryConfig): Placed {
  let added: UserChanges['added'] = [];
  for (;;) {
    const team = withAgents(known, added);
    const placed = place(team, users, whoIsWho(team, config, users), config);
    if (placed.added.length === 0) {
      const named = added.map(({ agent }) => ({ agent, name: nameIn(placed.usersOf.get(agent) ?? []) }));
      return { ...placed, added: named };
    }
    added = [...added, ...placed.added];
  }
}

/** Gives every user their agent, a new one where there is none. */
function place(known: KnownTeam, users: readonly AlloUser[], who: WhoIsWho, config: DirectoryConfig): Placed {
  const off = new Set(known.keptOff.filter(({ what }) => what === '').map((one) => one.who));
  const added = new Set<AgentEmail>();
  const keptOff: { who: string; what: null }[] = [];
  const agentById = new Map<string, AgentEmail>();
  const byEmail = new Map<AgentEmail, AgentEmail>();
  const put = ({ id, email }: AlloUser, agent: AgentEmail): void => {
    agentById.set(id, agent);
    if (email !== null && !byEmail.has(email)) byEmail.set(email, agent);
  };
  const { found = [], others = [] } = Object.groupBy(users, (user) =>
    who.agentOf(user) === null ? 'others' : 'found',
  );
  for (const user of found) put(user, who.agentOf(user) as AgentEmail);
  // An address that several users have is one agent's, who is added when one of them is active.
  for (const user of others.toSorted((a, b) => Number(a.isBlocked) - Number(b.isBlocked))) {
    const { id, email, isBlocked } = user;
    const same = email === null ? undefined : byEmail.get(email);
    if (same !== undefined) {
      put(user, same);
      continue;
    }
    if (email === null) continue;
    const address = (config.aliases[email] ?? email) as AgentEmail;
    const names = [id, email, address];
    if (config.withoutRingside.some((one) => names.includes(one))) continue;
    if (names.some((one) => off.has(one))) keptOff.push({ who: address, what: null });
    else if (!isBlocked || added.has(address)) {
      put(user, address);
      added.add(address);
    }
  }
  const withAgent = users.filter(({ id }) => agentById.has(id));
  const usersOf = Map.groupBy(withAgent, ({ id }) => agentById.get(id) as AgentEmail);
  return { added: [...added].map((agent) => ({ agent, name: null })), keptOff, agentById, usersOf, who };
}

/** Each user once, in an order that does not depend on Allo's. */
function distinct(users: readonly AlloUser[]): AlloUser[] {
  const byId = new Map(users.map((user) => [user.id, user]));
  return [...byId.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** More than half, and more than one: nobody's work, but a broken answer's. */
export function isMost(count: number, of: number): boolean {
  return count > 1 && count * 2 > of;
}

interface Doubt {
  /** It may be another team's: not even what it adds is taken up. */
  readonly isStrange: boolean;
  readonly trouble: SyncTrouble;
}

function doubt(isStrange: boolean, text: string): Doubt {
  return { isStrange, trouble: { about: 'users', kind: 'doubt', text } };
}

function doubtAbout(
  known: KnownTeam,
  { list, isWhole }: Answered<AlloUser>,
  { usersOf }: Placed,
): Doubt | null {
  const were = known.agents.filter(({ users }) => users.length > 0);
  const still = were.filter(({ email }) => usersOf.has(email)).length;
  if (still * 2 < were.length) {
    return doubt(
      true,
      `Allo lists ${still} of the ${were.length} agents that it listed before: nothing was changed. If it is right, and the API key is this team's, take the others out with ringside-relay agents remove`,
    );
  }
  if (!isWhole) return doubt(false, 'Allo listed only a part of its users: nobody was blocked or removed');
  const isPlausible = list.some(({ isBlocked }) => !isBlocked);
  return isPlausible ? null : doubt(false, 'Allo lists no active user: nobody was blocked or removed');
}

interface Blocking {
  readonly blocked: AgentEmail[];
  readonly unblocked: AgentEmail[];
  /** How many agents Allo lists, new ones among them. */
  readonly listed: number;
}

/** An agent is blocked when every user that they are is. */
function blockingOf(known: KnownTeam, usersOf: Placed['usersOf'], isSure: boolean): Blocking {
  const listed = known.agents.filter(({ email }) => usersOf.has(email));
  const isBlockedNow = ({ email }: KnownAgent): boolean =>
    usersOf.get(email)?.every((user) => user.isBlocked) ?? false;
  const active = listed.filter((agent) => !agent.isBlocked);
  return {
    blocked: isSure ? active.filter(isBlockedNow).map(({ email }) => email) : [],
    unblocked: listed.filter((agent) => agent.isBlocked && !isBlockedNow(agent)).map(({ email }) => email),
    listed: usersOf.size,
  };
}

function doubtAboutBlocking(blocked: number, listed: number): SyncTrouble {
  return {
    about: 'users',
    kind: 'doubt',
    text: `Allo says that ${blocked} of ${listed} agents are blocked at once: nobody was. If it is right, ringside-relay sync --remove takes its word for it`,
  };
}

/** How many agents have their address here, and another user of Allo's has it now: the two get each other's calls. */
function sharedBy({ usersOf, who }: Placed): number {
  return [...usersOf].filter(([agent, users]) => {
    const active = users.filter(({ isBlocked }) => !isBlocked);
    const others = active.filter(({ email }) => email !== null && who.byHand(email) === null);
    return others.length > 0 && active.some(({ email }) => email === agent);
  }).length;
}

function doubtAboutShared(agents: number): SyncTrouble {
  return {
    about: 'users',
    kind: 'doubt',
    text: `Allo has given the former address of ${agents} of the agents to somebody else, and each gets the other's calls: ringside-relay agents remove, then agents add for both. If they are one, agents update --alias says so`,
  };
}

/** An active user's, when several are one agent. */
function nameIn(users: readonly AlloUser[]): string | null {
  const named = users.filter(({ name }) => name !== null);
  return (named.find(({ isBlocked }) => !isBlocked) ?? named[0])?.name ?? null;
}

/** A name that the admin gave stays. */
function renamings(known: KnownTeam, usersOf: Placed['usersOf']): UserChanges['renamed'] {
  return known.agents.flatMap(({ email, name, nameFrom }) => {
    const to = nameIn(usersOf.get(email) ?? []);
    const isOurs = name === null || nameFrom === 'allo';
    return to === null || to === name || !isOurs ? [] : [{ agent: email, from: name, to }];
  });
}

function aliasing(
  known: KnownTeam,
  { usersOf, agentById, who }: Placed,
  config: DirectoryConfig,
): Pick<UserChanges, 'aliases' | 'aliasesGone'> {
  const off = new Set(known.keptOff.map((one) => `${one.who}\n${one.what}`));
  const aliases: { agent: AgentEmail; alias: AgentEmail }[] = [];
  const aliasesGone: { agent: AgentEmail; alias: string }[] = [];
  const done = new Set<string>();
  for (const { id, email } of [...usersOf.values()].flat()) {
    const agent = agentById.get(id);
    if (agent === undefined || email === null || done.has(email)) continue;
    done.add(email);
    const before = who.byAlloAlias(email);
    if (before !== null && before !== agent) aliasesGone.push({ agent: before, alias: email });
    const leadsThere = email === agent || who.byHand(email) === agent || before === agent;
    if (leadsThere || config.aliases[email] !== undefined || off.has(`${agent}\n${email}`)) continue;
    aliases.push({ agent, alias: email });
  }
  return { aliases, aliasesGone };
}

function goneOf(
  known: KnownTeam,
  usersOf: Placed['usersOf'],
  config: DirectoryConfig,
  remove: boolean,
): UserChanges['gone'] {
  const named = [
    ...Object.values(config.aliases),
    ...Object.values(config.lines).flatMap(({ agents }) => agents.map((one) => config.aliases[one] ?? one)),
  ];
  const byHand = new Set(named);
  return known.agents
    .filter(({ email, users }) => users.length > 0 && !usersOf.has(email))
    .map(({ email, origin }) => {
      const addedBy = byHand.has(email) ? 'hand' : origin;
      return { agent: email, addedBy, isRemoved: remove && addedBy === 'allo' };
    });
}

function linksOf(known: KnownTeam, usersOf: Placed['usersOf']): UserChanges['links'] {
  const had = new Map(known.agents.flatMap(({ email, users }) => users.map((id) => [id, email] as const)));
  return [...usersOf].flatMap(([agent, users]) =>
    users.filter(({ id }) => had.get(id) !== agent).map(({ id }) => ({ user: id, agent })),
  );
}
