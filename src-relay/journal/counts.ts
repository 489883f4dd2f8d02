import { statfsSync, statSync } from 'node:fs';
import { RECOVERED_WEBHOOK_PREFIX } from '../../src-shared/calls/recovered.ts';
import { TEST_WEBHOOK_PREFIX } from '../../src-shared/calls/test-call.ts';
import type { Counts } from '../metrics/gauges.ts';
import type { Sql } from '../sql/sql.ts';
import { journalFile } from '../sqlite/database.ts';

/** A test call, or what was read out of Allo's API, is no sign of life of its webhooks. */
const COUNTS = `
  SELECT (SELECT count(*) FROM agent) AS agents, (SELECT count(*) FROM device) AS devices,
         (SELECT count(*) FROM quarantine) AS quarantined,
         (SELECT count(*) FROM waiting_computer WHERE approved_at IS NULL) AS waiting,
         (SELECT received_at FROM webhook
          WHERE id NOT LIKE '${TEST_WEBHOOK_PREFIX}%' AND id NOT LIKE '${RECOVERED_WEBHOOK_PREFIX}%'
          ORDER BY received_at DESC LIMIT 1) AS "lastWebhookAt"`;
const NOTHING: Counts = { agents: 0, devices: 0, quarantined: 0, lastWebhookAt: null, waiting: 0 };

/** Reads what the journal holds; quick, whatever its size. @throws StoreFault */
export async function countsOf(sql: Sql): Promise<Counts> {
  return (await sql.get<Counts>(COUNTS)) ?? NOTHING;
}

/** How much disk the journal and its log take, and how much is left for this user. */
export function diskOf(folder: string): { readonly journalBytes: number; readonly freeBytes: number } {
  const { bavail, bsize } = statfsSync(folder);
  const file = journalFile(folder);
  const sizes = [file, `${file}-wal`].map((path) => statSync(path, { throwIfNoEntry: false })?.size ?? 0);
  return { journalBytes: sizes.reduce((sum, size) => sum + size, 0), freeBytes: bavail * bsize };
}
