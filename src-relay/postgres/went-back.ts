import * as v from 'valibot';
import { IN_LIST, type Sql } from '../sql/sql.ts';

const heightsSchema = v.object({
  /** Another one since `restored` was run. */
  epoch: v.string(),
  /**
   * Which server, for ever and with its standbys: its timelines say nothing of another one's. Empty: an older relay noted it, or
   * it may not be asked.
   */
  server: v.optional(v.string(), ''),
  /** The server's, in eight digits: a standby that takes over begins the next one, and so does a restore to a moment. */
  timeline: v.string(),
  /** How often the directory has changed, and how often somebody was forgotten. */
  directory: v.number(),
  forgettings: v.number(),
  /** Of agents that were given something lately, by id: how often their sequence began anew, and the last number that was given out in it. */
  agents: v.record(v.string(), v.tuple([v.number(), v.number()])),
});
/** What only ever rises in a journal, until it is restored to an earlier time. Nobody's data. */
export type Heights = v.InferOutput<typeof heightsSchema>;

const MARKED = `SELECT epoch, to_jsonb(journal) ->> 'went_back' AS "wentBack" FROM journal`;
// The first digits of a WAL file's name are the timeline: https://www.postgresql.org/docs/current/continuous-archiving.html
const TIMELINE = 'left(pg_walfile_name(pg_current_wal_lsn()), 8)';
/** Of so many agents is it noted what they were given: those whom the newest events went to. */
const MOST_AGENTS = 200;
// Whoever rents a server out may keep it to themselves.
const MAY_NAME_SERVER = `SELECT CASE WHEN has_function_privilege('pg_control_system()', 'EXECUTE') THEN 1 ELSE 0 END AS may`;
const SERVER = '(SELECT CAST(system_identifier AS TEXT) FROM pg_control_system())';
// In one statement, so of one server.
const heights = (server: string): string => `
  SELECT j.epoch, ${server} AS server, ${TIMELINE} AS timeline, j.directory_version AS directory, j.forgettings,
    j.went_back AS "wentBack", a.id, a.erasures, a.head
  FROM journal j LEFT JOIN (
    SELECT id, erasures, head FROM agent WHERE id ${IN_LIST}
    UNION SELECT id, erasures, head FROM agent WHERE id IN (
      SELECT d.agent FROM event e JOIN delivery d ON d.event = e.id ORDER BY e.id DESC LIMIT ${MOST_AGENTS})
  ) a ON true`;
const HEIGHTS = heights(SERVER);
const HEIGHTS_OF_SOME_SERVER = heights(`''`);
const MARK = `UPDATE journal SET went_back = epoch WHERE epoch = ? AND ${TIMELINE} = ?`;

/** What is to be done when a relay starts on a server that another one had taken over from. */
export const ON_A_PAST_SERVER =
  'start the one that took over, and let this one be its standby; when it was restored on purpose, stop every relay, run ringside-relay restored, and start them';

/** What is to be done once a journal went back. */
export const AFTER_RESTORING =
  'stop every relay, run ringside-relay restored, and start them: as it is, apps would miss what comes under numbers that they had before';

interface Row extends Omit<Heights, 'agents'> {
  readonly wentBack: string | null;
  /** Null: there is no agent. */
  readonly id: number | null;
  readonly erasures: number;
  readonly head: number;
}

/**
 * `isMarked`: a relay has found it gone back, and `restored` was not run since.
 * @param before whose agents are among it
 * @throws StoreFault
 */
export async function heightsOf(
  sql: Sql,
  before: Heights | null,
): Promise<{ readonly heights: Heights; readonly isMarked: boolean }> {
  const mayNameServer = (await sql.get<{ may: number }>(MAY_NAME_SERVER))?.may === 1;
  const text = mayNameServer ? HEIGHTS : HEIGHTS_OF_SOME_SERVER;
  const rows = await sql.among<Row>(text, Object.keys(before?.agents ?? {}).map(Number));
  const [journal] = rows;
  if (journal === undefined) throw new Error('the journal has no epoch');
  const { epoch, server, timeline, directory, forgettings, wentBack: marked } = journal;
  const agents: Heights['agents'] = {};
  for (const { id, erasures, head } of rows) if (id !== null) agents[id] = [erasures, head];
  return { heights: { epoch, server, timeline, directory, forgettings, agents }, isMarked: marked === epoch };
}

/** Says it to every relay, until `restored` gives the journal another epoch. @throws StoreFault */
export async function markWentBack(sql: Sql, { epoch, timeline }: Heights): Promise<void> {
  await sql.run(MARK, epoch, timeline);
}

/** What of it is worth keeping: of agents, those whose numbers rose last. */
export function worthKeeping(before: Heights | null, now: Heights): Heights {
  const all = Object.entries(now.agents);
  if (all.length <= MOST_AGENTS) return now;
  const hasRisen = ([id, [, head]]: (typeof all)[number]): boolean => before?.agents[id]?.[1] !== head;
  const newest = [...all.filter(hasRisen), ...all.filter((one) => !hasRisen(one))];
  return { ...now, agents: Object.fromEntries(newest.slice(0, MOST_AGENTS)) };
}

/** Whether a relay has said so. `doctor` asks it of tables of the version before, too. @throws StoreFault */
export async function isMarkedWentBack(sql: Sql): Promise<boolean> {
  const journal = await sql.get<{ epoch: string; wentBack: string | null }>(MARKED);
  return journal !== undefined && journal.wentBack === journal.epoch;
}

/**
 * Whether it is of a server that another one had taken over from: a primary that came back, which can confirm nothing. What is
 * lower there says nothing of the journal.
 */
export function isOfPastTimeline(before: Heights | null, now: Heights): boolean {
  if (before === null || before.epoch !== now.epoch || now.timeline >= before.timeline) return false;
  return before.server === '' || now.server === '' || before.server === now.server;
}

/**
 * What of a journal is lower than it was, which nothing but going back in time can bring about: a failover to a standby
 * that was in sync does not. Whoever is gone was removed.
 * @returns null: nothing is, or it is another journal, or the same with another epoch
 */
export function wentBack(before: Heights | null, now: Heights): string | null {
  return isOfPastTimeline(before, now) ? null : whatIsLower(before, now);
}

/** The same of whichever server. */
export function whatIsLower(before: Heights | null, now: Heights): string | null {
  if (before === null || before.epoch !== now.epoch) return null;
  const lower = Object.entries(before.agents).filter(([id, [erasures, head]]) => {
    const [erasuresNow, headNow] = now.agents[id] ?? [Infinity, Infinity];
    return erasuresNow < erasures || (erasuresNow === erasures && headNow < head);
  });
  if (lower.length > 0) return `newest events of ${lower.length} agent(s) are gone`;
  if (now.forgettings < before.forgettings) return 'somebody who was forgotten is back';
  if (now.directory < before.directory) return 'changes of agents, lines or devices are undone';
  return null;
}

/** Null: the text is of something else. */
export function heightsIn(text: string): Heights | null {
  const read = v.safeParse(v.pipe(v.string(), v.parseJson(), heightsSchema), text);
  return read.success ? read.output : null;
}
