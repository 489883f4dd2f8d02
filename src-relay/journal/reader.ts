import type { AgentEmail, CallKey, Epoch } from '../../src-shared/brand.ts';
import type { Origin } from '../agents/address.ts';
import type { AlloLine, LineAgent } from '../agents/lines.ts';
import type { AgentId, DeviceId } from '../sql/ids.ts';
import { IN_LIST, type Sql } from '../sql/sql.ts';
import { audienceOf } from './audience.ts';
import { claimStateOf, type ClaimState } from './claims.ts';
import { countsOf, type Counts } from './counts.ts';
import { pageOf, type Entry } from './page.ts';

export interface KnownAgent {
  readonly id: AgentId;
  readonly email: AgentEmail;
  readonly name: string | null;
}

/** An agent and the further addresses that were added with them, beside the config's. */
export interface AddressedAgent extends KnownAgent {
  readonly aliases: readonly { readonly address: string; readonly origin: Origin }[];
}

/** Agents and lines as the journal has them, beside the config's. */
export interface Team {
  readonly agents: readonly AddressedAgent[];
  readonly answering: readonly LineAgent[];
  readonly alloLines: readonly AlloLine[];
}

export interface PairedDevice {
  readonly device: DeviceId;
  readonly agent: KnownAgent;
}

/** How far an agent's sequence reaches. */
export interface Span {
  readonly floor: number;
  readonly head: number;
  /** Names the sequence: another one whenever somebody was forgotten out of it, so that apps start over. */
  readonly epoch: Epoch;
}

export interface Holder {
  readonly call: CallKey;
  readonly agent: AgentEmail;
  readonly name: string | null;
}

/** What sessions, policy and metrics read of the journal. Nothing here waits for who writes. Each throws StoreFault. */
export interface JournalReader {
  readonly epoch: Epoch;
  /** Changes whenever agents, lines, aliases or devices do, by whatever process. */
  directoryVersion(): Promise<number>;
  team(): Promise<Team>;
  deviceWith(tokenHash: string): Promise<PairedDevice | null>;
  /** Which of these are still paired. */
  pairedAmong(devices: readonly DeviceId[]): Promise<ReadonlySet<DeviceId>>;
  /** How far these agents' sequences reach; whoever is not in it was removed. */
  spans(agents: readonly AgentId[]): Promise<ReadonlyMap<AgentId, Span>>;
  /** How far the sequence of the device's agent reaches; null: the device is not paired any more. */
  span(device: DeviceId): Promise<Span | null>;
  /** What follows `after`, in order: up to 50 events, and no more once they pass 1 MiB. */
  page(agent: AgentId, after: number): Promise<Entry[]>;
  /** Whom a call concerns: who was told of it. Nobody once it is erased, or its events moved to another call. */
  audience(call: CallKey): Promise<AgentId[]>;
  /** How it is with a call; null: nobody ever had it, or it is erased. */
  claimState(call: CallKey): Promise<ClaimState | null>;
  /** Claims since then among the agent's newest calls. */
  claimsSince(agent: AgentId, since: number): Promise<Holder[]>;
  /** Claims that were taken back and not made again, among the agent's newest calls. */
  releases(agent: AgentId): Promise<Pick<Holder, 'call' | 'agent'>[]>;
  /** Those of Allo's calls whose completion is known. @param ids as `alloCallKey` writes them */
  completed(ids: readonly string[]): Promise<ReadonlySet<string>>;
  /** What is in it, in numbers. */
  counts(): Promise<Counts>;
}

/** Claims are looked for in so many of an agent's newest events. */
const CLAIM_REACH = 2000;

const EPOCH = 'SELECT epoch FROM journal';
const VERSION = 'SELECT directory_version AS v FROM journal';
const AGENTS = 'SELECT id, email, name FROM agent ORDER BY email';
const ALIASES = 'SELECT agent, address, origin FROM alias ORDER BY address';
const ANSWERING = `
  SELECT line.number, agent.email AS agent, line.origin FROM line JOIN agent ON agent.id = line.agent
  ORDER BY line.number, agent.email`;
const ALLO_LINES = 'SELECT number, name FROM allo_line ORDER BY number';
const DEVICE_WITH = `
  SELECT d.id AS device, a.id, a.email, a.name FROM device d JOIN agent a ON a.id = d.agent WHERE d.token_hash = ?`;
const PAIRED_AMONG = `SELECT id FROM device WHERE id ${IN_LIST}`;
const SPANS = `
  SELECT s.agent, s.floor, s.head, a.erasures
  FROM sequence s JOIN agent a ON a.id = s.agent WHERE s.agent ${IN_LIST}`;
const SPAN = `
  SELECT s.floor, s.head, a.erasures
  FROM device d JOIN agent a ON a.id = d.agent JOIN sequence s ON s.agent = a.id WHERE d.id = ?`;
const COMPLETED = `SELECT DISTINCT allo_call AS id FROM sighting WHERE allo_call ${IN_LIST}`;
const REACH = `(SELECT s.head FROM sequence s WHERE s.agent = ?1) - ${CLAIM_REACH}`;
const CLAIMS = `
  SELECT DISTINCT c.call, a.email AS agent, a.name
  FROM delivery d JOIN event e ON e.id = d.event JOIN claim c ON c.call = e.call JOIN agent a ON a.id = c.agent
  WHERE d.agent = ?1 AND d.seq > ${REACH} AND c.at >= ?2 ORDER BY c.call`;
const RELEASES = `
  SELECT DISTINCT r.call, a.email AS agent
  FROM delivery d JOIN event e ON e.id = d.event JOIN released r ON r.call = e.call JOIN agent a ON a.id = r.agent
  WHERE d.agent = ?1 AND d.seq > ${REACH} ORDER BY r.call`;

interface SpanRow {
  readonly floor: number;
  readonly head: number;
  readonly erasures: number;
}

/** Reads a journal that is open. @throws StoreFault */
export async function journalReader(sql: Sql): Promise<JournalReader> {
  const epoch = (await sql.get<{ epoch: Epoch }>(EPOCH))?.epoch;
  if (epoch === undefined) throw new Error('the journal has no epoch');
  const spanOf = ({ floor, head, erasures }: SpanRow): Span => ({
    floor,
    head,
    epoch: erasures === 0 ? epoch : (`${epoch}.${erasures}` as Epoch),
  });
  return {
    epoch,
    directoryVersion: async () => (await sql.get<{ v: number }>(VERSION))?.v ?? 0,
    team: () => teamIn(sql),
    deviceWith: async (tokenHash) => {
      const row = await sql.get<KnownAgent & { device: DeviceId }>(DEVICE_WITH, tokenHash);
      if (row === undefined) return null;
      const { device, id, email, name } = row;
      return { device, agent: { id, email, name } };
    },
    pairedAmong: async (devices) => {
      const rows = await sql.among<{ id: DeviceId }>(PAIRED_AMONG, devices);
      return new Set(rows.map(({ id }) => id));
    },
    spans: async (agents) => {
      const rows = await sql.among<SpanRow & { agent: AgentId }>(SPANS, agents);
      return new Map(rows.map((row) => [row.agent, spanOf(row)]));
    },
    span: async (device) => {
      const row = await sql.get<SpanRow>(SPAN, device);
      return row === undefined ? null : spanOf(row);
    },
    page: (agent, after) => pageOf(sql, agent, after),
    audience: (call) => audienceOf(sql, call),
    claimState: (call) => claimStateOf(sql, call),
    claimsSince: (agent, since) => sql.all<Holder>(CLAIMS, agent, since),
    releases: (agent) => sql.all(RELEASES, agent),
    completed: async (ids) => {
      const rows = await sql.among<{ id: string }>(COMPLETED, ids);
      return new Set(rows.map(({ id }) => id));
    },
    counts: () => countsOf(sql),
  };
}

async function teamIn(sql: Sql): Promise<Team> {
  const aliases = await sql.all<{ agent: AgentId; address: string; origin: Origin }>(ALIASES);
  const aliasesOf = Map.groupBy(aliases, (row) => row.agent);
  return {
    agents: (await sql.all<KnownAgent>(AGENTS)).map(({ id, email, name }) => ({
      id,
      email,
      name,
      aliases: (aliasesOf.get(id) ?? []).map(({ address, origin }) => ({ address, origin })),
    })),
    answering: await sql.all<LineAgent>(ANSWERING),
    alloLines: await sql.all<AlloLine>(ALLO_LINES),
  };
}
