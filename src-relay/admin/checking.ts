import type { RelayConfig } from '../config/schema.ts';
import { lookAtDataFolder, lookAtFolder } from '../doctor/folder.ts';
import { fail, type Finding } from '../doctor/finding.ts';
import { lookAtPostgres, lookForRestore } from '../doctor/postgres.ts';
import { lookAtRelays } from '../doctor/relays.ts';
import { lookAtTeam } from '../doctor/team.ts';
import { storeName } from '../settings/store.ts';
import type { Sql } from '../sql/sql.ts';
import { messageOf } from '../sql/errors.ts';
import { listeningHere, listeningIn } from './listening.ts';
import { readJournal, type JournalPlace } from './reading.ts';

export interface CheckedJournal {
  readonly findings: readonly Finding[];
  /** Where the relay of this machine listens; null: none has run yet. */
  readonly listening: string | null;
  /** Of a webhook that was taken in; null: none was. */
  readonly webhookId: string | null;
}

const NEWEST_WEBHOOK = 'SELECT id FROM webhook ORDER BY received_at DESC LIMIT 1';

/**
 * Looks at where the journal is and at what is in it, beside relays that may be running; changes nothing.
 * @param now ms since 1970
 */
export async function checkJournal(
  place: JournalPlace,
  config: RelayConfig,
  now: number,
): Promise<CheckedJournal> {
  const { store } = place;
  return store.kind === 'postgres'
    ? checkShared(place, storeName(store), config, now)
    : checkEmbedded(place, config, now);
}

async function checkEmbedded(place: JournalPlace, config: RelayConfig, now: number): Promise<CheckedJournal> {
  const folder = lookAtFolder(place.data);
  const nothing = { findings: folder, listening: null, webhookId: null };
  try {
    const inside = await readJournal(place, (sql) => lookInside(sql, place, config, now));
    return inside === null ? nothing : { ...inside, findings: [...folder, ...inside.findings] };
  } catch (error) {
    const todo =
      'see what is said of the journal; an older journal is brought up to date when the relay starts';
    return { ...nothing, findings: [...folder, fail('journal', messageOf(error), todo)] };
  }
}

async function checkShared(
  place: JournalPlace,
  name: string,
  config: RelayConfig,
  now: number,
): Promise<CheckedJournal> {
  const folder = lookAtDataFolder(place.data);
  const nothing = { findings: folder, listening: listeningHere(place), webhookId: null };
  try {
    const checked = await readJournal(place, async (sql) => {
      const server = await lookAtPostgres(sql, name);
      const relays = [...(await lookForRestore(sql)), ...(await lookAtRelays(sql))];
      const inside = await lookInside(sql, place, config, now);
      return { ...inside, findings: [...folder, ...server, ...relays, ...inside.findings] };
    });
    return checked ?? nothing;
  } catch (error) {
    const todo =
      'see RINGSIDE_STORE, the server and the network between; tables are made by the first relay or command that writes';
    return { ...nothing, findings: [...folder, fail('store', messageOf(error), todo)] };
  }
}

async function lookInside(
  sql: Sql,
  place: JournalPlace,
  config: RelayConfig,
  now: number,
): Promise<CheckedJournal> {
  const listening = await listeningIn(sql, place);
  const webhookId = (await sql.get<{ id: string }>(NEWEST_WEBHOOK))?.id ?? null;
  return { findings: await lookAtTeam(sql, config, now), listening, webhookId };
}
