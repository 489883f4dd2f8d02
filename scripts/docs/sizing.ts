import { connectionsOfRelay } from '../../src-relay/postgres/connections.ts';
import { DEFAULT_CONFIG } from '../../src-relay/config/schema.ts';
import { DEFAULT_POOL } from '../../src-relay/settings/postgres-url.ts';
import { markdownTable } from './sections.ts';

/** What one event and one socket cost, as `npm run bench -- cluster` measured it with three relays: docs/benchmarks.md, "Several relays". */
export const COSTS = {
  /** CPU of the relay that takes an event in and sends it on, and of PostgreSQL, in µs. */
  relayUs: 1200,
  postgresUs: 600,
  /** On PostgreSQL's disk, indexes included, and in its log of changes. */
  tableBytes: 2500,
  walBytes: 3400,
  /** Events in one commit when there is much to do. */
  eventsPerCommit: 20,
  /** A relay with nobody connected, and each app that is, in MB. */
  relayMb: 165,
  socketMb: 0.014,
} as const;

/** What a team is taken to do: other numbers go into the same sums. */
export const TEAM = {
  callsPerAgentHour: 10,
  callsPerAgentDay: 60,
  /** Ring, answer, end, summary or tag, and what texts come to. */
  eventsPerCall: 5,
  /** The worst minute of the busiest hour, over its mean. */
  peak: 3,
  retentionDays: DEFAULT_CONFIG.retentionDays,
  /** How busy a core may be, so that there is room for a restart and for what was away. */
  coreShare: 0.5,
  /** Apps on one relay, while one of the relays is gone. */
  socketsPerRelay: 20_000,
} as const;

export interface Size {
  readonly agents: number;
  readonly callsPerHour: number;
  /** Events a second in the worst minute. */
  readonly peakEvents: number;
  /** One of them may be gone. */
  readonly relays: number;
  /** On each relay while one is gone. */
  readonly sockets: number;
  readonly relayMb: number;
  /** Cores that PostgreSQL needs. */
  readonly postgresCores: number;
  readonly connections: number;
  readonly tableGb: number;
  readonly walGbPerDay: number;
  /** Notifications a second that PostgreSQL hands to all relays together. */
  readonly notifications: number;
}

export function sizeOf(agents: number): Size {
  const callsPerHour = agents * TEAM.callsPerAgentHour;
  const peakEvents = ((callsPerHour * TEAM.eventsPerCall) / 3600) * TEAM.peak;
  const coresFor = (us: number): number => (peakEvents * us) / 1e6 / TEAM.coreShare;
  // A relay is counted as one core, though its writer has a thread of its own.
  const busy = Math.max(Math.ceil(coresFor(COSTS.relayUs)), Math.ceil(agents / TEAM.socketsPerRelay), 1);
  const relays = busy + 1;
  const sockets = Math.ceil(agents / busy);
  const eventsPerDay = agents * TEAM.callsPerAgentDay * TEAM.eventsPerCall;
  return {
    agents,
    callsPerHour,
    peakEvents,
    relays,
    sockets,
    relayMb: COSTS.relayMb + sockets * COSTS.socketMb,
    postgresCores: Math.max(1, Math.ceil(coresFor(COSTS.postgresUs))),
    connections: relays * connectionsOfRelay(DEFAULT_POOL),
    tableGb: (eventsPerDay * TEAM.retentionDays * COSTS.tableBytes) / 1e9,
    walGbPerDay: (eventsPerDay * COSTS.walBytes) / 1e9,
    notifications: (peakEvents / COSTS.eventsPerCommit) * relays,
  };
}

const AGENTS = [50, 500, 5000, 20_000, 100_000, 1_000_000];

/** The table of docs/sizing.md. */
export function sizingTable(): string {
  const n = (value: number): string =>
    value.toLocaleString('en', { maximumSignificantDigits: 3, maximumFractionDigits: 1 });
  const header = [
    'agents',
    'calls an hour',
    'events a second, worst minute',
    'relays, one of them spare',
    'apps on each, one gone',
    'memory of each',
    'cores of PostgreSQL',
    'its connections',
    `tables after ${TEAM.retentionDays} days`,
    'WAL a day',
    'notifications a second to all relays, in full commits',
  ];
  const rows = AGENTS.map(sizeOf).map((size) => [
    n(size.agents),
    n(size.callsPerHour),
    n(size.peakEvents),
    String(size.relays),
    n(size.sockets),
    `${n(size.relayMb)} MB`,
    String(size.postgresCores),
    String(size.connections),
    `${n(size.tableGb)} GB`,
    `${n(size.walGbPerDay)} GB`,
    n(size.notifications),
  ]);
  return markdownTable(header, rows);
}

/** What the sums are made of, as docs/sizing.md shows it. */
export function sizingCosts(): string {
  return markdownTable(
    ['cost', 'taken as'],
    [
      ['CPU of relays, per event', `${COSTS.relayUs} µs`],
      ['CPU of PostgreSQL, per event', `${COSTS.postgresUs} µs`],
      ['tables and indexes, per event', `${COSTS.tableBytes} bytes`],
      ['WAL, per event', `${COSTS.walBytes} bytes`],
      ['events in one commit, when there is much to do', String(COSTS.eventsPerCommit)],
      ['memory of a relay with nobody connected', `${COSTS.relayMb} MB`],
      ['memory of a connected app', `${COSTS.socketMb * 1000} kB`],
    ],
  );
}
