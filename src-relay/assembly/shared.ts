import { randomUUID } from 'node:crypto';
import { openJournal } from '../journal/journal.ts';
import { journalReader } from '../journal/reader.ts';
import { sweepInSteps } from '../journal/retention.ts';
import type { ElsewhereNews } from '../journal/shared.ts';
import type { Store } from './opened-store.ts';
import { storeMetrics } from '../metrics/store.ts';
import { watchAvailability } from '../postgres/availability.ts';
import { claimChanges } from '../postgres/claim-changes.ts';
import { readHint } from '../postgres/hints.ts';
import { listen } from '../postgres/listening.ts';
import { CHANNEL } from '../postgres/news.ts';
import { displacementOf } from '../postgres/displacement.ts';
import { openPostgres } from '../postgres/opened.ts';
import { recordsSharing } from '../postgres/records-sharing.ts';
import { trySessionLock } from '../postgres/session-lock.ts';
import { copiedStore, type PostgresSettings } from '../settings/store.ts';
import type { Opening } from './opening.ts';
import { registerRelay } from './relays.ts';
import { noticeRestore } from './restore-notice.ts';

const WAITING_FOR_LOCKS = `
  SELECT count(*) AS n FROM pg_stat_activity
  WHERE datname = current_database() AND application_name = 'ringside-relay' AND wait_event_type = 'Lock'`;
const BYTES = 'SELECT pg_database_size(current_database()) AS bytes';

/** A device waits for no more than this and one read, when nobody told of its event. */
const HEAL_EVERY_MS = 1000;

/** Opens the journal in PostgreSQL, beside other relays. @throws JournalError, StoreFault */
export async function openShared(opening: Opening, settings: PostgresSettings): Promise<Store> {
  const { parts, closing, config, metrics, elapsed } = opening;
  const { log, now } = parts;
  const relay = randomUUID();
  const place = { kind: 'postgres', store: copiedStore(settings), relay } as const;
  const database = await openPostgres(settings);
  closing.add(database.close);
  const restore = await noticeRestore(opening, database.read);
  const journal = await openJournal({
    place,
    workerUrl: parts.workerUrl,
    config: config.current(),
    displacement: async () => {
      const displacement = await displacementOf(database.read);
      return async () => restore.why() ?? (await displacement());
    },
    onCommit: metrics.committed,
    onTrouble: (reason) => log.error({ reason }, 'the journal cannot write: webhooks get 503'),
  });
  closing.add(journal.close);
  const relays = await registerRelay(opening, database.read, relay);
  const listeners = new Set<(news: ElsewhereNews) => void>();
  const tell = (news: ElsewhereNews): void => listeners.forEach((listener) => listener(news));
  const availability = watchAvailability({
    sql: database.read,
    onTrouble: (reason) => log.error({ reason }, 'the journal cannot be read: devices wait'),
  });
  closing.add(availability.close);
  availability.onBack(() => {
    log.info('the journal can be read again');
    restore.look();
    tell({ kind: 'lookAgain' });
  });
  const counted = storeMetrics(parts.registry);
  const listening = listen(settings, CHANNEL, {
    onNotification: (payload) => {
      const { news, ownSince } = readHint(payload, relay);
      if (ownSince !== null) counted.heard(now() - ownSince);
      news.forEach(tell);
    },
    onMayHaveMissed: () => tell({ kind: 'lookAgain' }),
    onLost: (reason) => log.warn({ reason }, 'other relays are not heard: their news is looked for'),
  });
  closing.add(listening.close);
  const duty = trySessionLock(settings, 'duty', elapsed);
  closing.add(duty.close);
  counted.gauges({
    relay,
    relays: relays.all,
    reading: database.stats,
    writing: journal.writerStats,
    waitingForLocks: async () => (await availability.failFast.get<{ n: number }>(WAITING_FOR_LOCKS))?.n ?? 0,
    isListening: listening.isListening,
    hasDuty: duty.isMine,
    isReadable: () => availability.trouble() === null,
  });
  const claims = await claimChanges(availability.failFast);
  return {
    place,
    journal,
    reader: await journalReader(availability.failFast),
    retryingReader: await journalReader(availability.retrying),
    read: availability.failFast,
    readsAtOnce: Math.max(1, Math.floor(settings.poolSize / 2)),
    changes: {
      directoryEveryMs: HEAL_EVERY_MS,
      healEveryMs: HEAL_EVERY_MS,
      claimsChanged: claims.since,
      healed: counted.healed,
      onNews: (listener) => {
        listeners.add(listener);
        return () => void listeners.delete(listener);
      },
    },
    duty,
    // Alone in short steps: in one transaction with webhooks it would hold up every relay.
    sweep: (retentionDays) => sweepInSteps(database, now(), retentionDays),
    readTrouble: availability.trouble,
    bytes: async () => (await availability.failFast.get<{ bytes: number }>(BYTES))?.bytes ?? 0,
    relays,
    recordsSharing: (sealing) => recordsSharing({ database, relay, sealing, now }),
  };
}
