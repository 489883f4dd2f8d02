import type { AgentEmail, CallKey, Epoch } from '../../src-shared/brand.ts';
import type { Origin } from '../agents/address.ts';
import type { AlloLine, LineAgent } from '../agents/lines.ts';
import { audienceReader } from './audience.ts';
import type { EventRecord } from './commands.ts';
import { openForReading, query } from '../sqlite/database.ts';
import type { Counts } from '../metrics/gauges.ts';
import type { AgentId, DeviceId } from '../sql/ids.ts';
import { countsReader } from './counts.ts';

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

/** An event in an agent's sequence. */
export interface Entry {
  readonly seq: number;
  readonly record: EventRecord;
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

/** The journal for the main thread: quick indexed reads that never wait for the writer. */
export interface JournalReader {
  readonly epoch: Epoch;
  /** Changes whenever agents, lines, aliases or devices do, by whatever process. */
  directoryVersion(): number;
  team(): Team;
  deviceWith(tokenHash: string): PairedDevice | null;
  devices(): ReadonlySet<DeviceId>;
  /** The last sequence number that is no longer kept, and the last one given out; null: no such agent. */
  span(agent: AgentId): Span | null;
  /** What follows `after`, in order: up to 50 events, and no more once they pass 1 MiB. */
  page(agent: AgentId, after: number): Entry[];
  /** Whom a call concerns: who was told of it. Nobody once it is erased, or its events moved to another call. */
  audience(call: CallKey): AgentId[];
  /** Claims since then among the agent's newest calls. */
  claimsSince(agent: AgentId, since: number): Holder[];
  /** Claims that were taken back and not made again, among the agent's newest calls. */
  releases(agent: AgentId): Pick<Holder, 'call' | 'agent'>[];
  /** Those of Allo's calls whose completion is known. @param ids as `alloCallKey` writes them */
  completed(ids: readonly string[]): ReadonlySet<string>;
  /** What is in it, in numbers. */
  counts(): Counts;
  close(): void;
}

const PAGE_EVENTS = 50;
const PAGE_CHARS = 1024 * 1024;
/** Claims are looked for in so many of an agent's newest events. */
const CLAIM_REACH = 2000;

export function openJournalReader(folder: string): JournalReader {
  const db = openForReading(folder);
  const epoch = query<{ epoch: Epoch }>(db, 'SELECT epoch FROM journal').get()?.epoch;
  if (epoch === undefined) throw new Error('the journal has no epoch');
  const version = query<{ v: number }>(db, 'SELECT directory_version AS v FROM journal');
  const agents = query<KnownAgent>(db, 'SELECT id, email, name FROM agent ORDER BY email');
  const aliases = query<{ agent: AgentId; address: string; origin: Origin }>(
    db,
    'SELECT agent, address, origin FROM alias',
  );
  const answering = query<LineAgent>(
    db,
    `SELECT number, email AS agent, line.origin FROM line JOIN agent ON agent.id = line.agent ORDER BY number`,
  );
  const alloLines = query<AlloLine>(db, 'SELECT number, name FROM allo_line ORDER BY number');
  const deviceWith = query<KnownAgent & { device: DeviceId }>(
    db,
    `SELECT d.id AS device, a.id, a.email, a.name FROM device d JOIN agent a ON a.id = d.agent
     WHERE d.token_hash = ?`,
  );
  const devices = query<{ id: DeviceId }>(db, 'SELECT id FROM device');
  const span = query<{ floor: number; head: number; erasures: number }>(
    db,
    `SELECT s.floor, s.head, a.erasures FROM sequence s JOIN agent a ON a.id = s.agent WHERE a.id = ?`,
  );
  const page = query<EventRecord & { seq: number }>(
    db,
    `SELECT d.seq, e.call, e.topic, e.webhook_id AS webhookId, e.occurred_at AS occurredAt,
            e.received_at AS receivedAt, e.data, e.reduced, m.body AS memory
     FROM delivery d JOIN event e ON e.id = d.event LEFT JOIN memory m ON m.event = d.event
     WHERE d.agent = ? AND d.seq > ? ORDER BY d.seq LIMIT ${PAGE_EVENTS}`,
  );
  const completion = query(db, 'SELECT 1 FROM sighting WHERE allo_call = ? LIMIT 1');
  const claims = query<Holder>(
    db,
    `SELECT DISTINCT c.call, a.email AS agent, a.name
     FROM delivery d JOIN event e ON e.id = d.event JOIN claim c ON c.call = e.call
     JOIN agent a ON a.id = c.agent
     WHERE d.agent = ? AND d.seq > ? AND c.at >= ?`,
  );
  const releases = query<Pick<Holder, 'call' | 'agent'>>(
    db,
    `SELECT DISTINCT r.call, a.email AS agent
     FROM delivery d JOIN event e ON e.id = d.event JOIN released r ON r.call = e.call
     JOIN agent a ON a.id = r.agent
     WHERE d.agent = ? AND d.seq > ?`,
  );
  const audienceOf = audienceReader(db);
  const spanOf = (agent: AgentId): Span | null => {
    const row = span.get(agent);
    if (row === undefined) return null;
    const { floor, head, erasures } = row;
    return { floor, head, epoch: erasures === 0 ? epoch : (`${epoch}.${erasures}` as Epoch) };
  };
  return {
    epoch,
    directoryVersion: () => version.get()?.v ?? 0,
    team: () => {
      const aliasesOf = Map.groupBy(aliases.all(), (row) => row.agent);
      return {
        agents: agents.all().map(({ id, email, name }) => ({
          id,
          email,
          name,
          aliases: (aliasesOf.get(id) ?? []).map(({ address, origin }) => ({ address, origin })),
        })),
        answering: answering.all(),
        alloLines: alloLines.all(),
      };
    },
    deviceWith: (tokenHash) => {
      const row = deviceWith.get(tokenHash);
      return row === undefined
        ? null
        : { device: row.device, agent: { id: row.id, email: row.email, name: row.name } };
    },
    devices: () => new Set(devices.all().map((row) => row.id)),
    span: spanOf,
    page: (agent, after) => {
      const entries: Entry[] = [];
      let chars = 0;
      for (const { seq, ...record } of page.iterate(agent, after)) {
        entries.push({ seq, record });
        chars += record.data.length;
        if (chars > PAGE_CHARS) break;
      }
      return entries;
    },
    audience: (call) => audienceOf(call, null),
    claimsSince: (agent, since) => claims.all(agent, (spanOf(agent)?.head ?? 0) - CLAIM_REACH, since),
    releases: (agent) => releases.all(agent, (spanOf(agent)?.head ?? 0) - CLAIM_REACH),
    completed: (ids) => new Set(ids.filter((id) => completion.get(id) !== undefined)),
    counts: countsReader(db),
    close: () => db.close(),
  };
}
