import { RECOVERED_WEBHOOK_PREFIX } from '../../src-shared/calls/recovered.ts';
import { TEST_WEBHOOK_PREFIX } from '../../src-shared/calls/test-call.ts';
import type { Sql } from '../sql/sql.ts';

/** What the journal holds. */
export interface Counts {
  readonly agents: number;
  readonly devices: number;
  readonly quarantined: number;
  /** Computers that wait for the admin. */
  readonly waiting: number;
  /** ms since 1970; null: none is kept. */
  readonly lastWebhookAt: number | null;
}

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
