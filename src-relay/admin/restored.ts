import { randomUUID } from 'node:crypto';
import { countsOf } from '../journal/counts.ts';
import type { Sql } from '../sql/sql.ts';

export interface Renewed {
  readonly agents: number;
  readonly devices: number;
  /** When the last webhook came that is there, ms since 1970; null: there is none. */
  readonly lastWebhookAt: number | null;
}

/** Does work while no relay runs. @throws JournalError when one does; StoreFault */
export type Offline = <T>(work: (sql: Sql) => Promise<T>) => Promise<T>;

const RENEW = 'UPDATE journal SET epoch = ?, listening = NULL';
const DROP_CODES = 'DELETE FROM pairing';

/**
 * A journal that went back in time is another one: apps that resume on it start over, and know by their webhook ids which
 * events they have had. Codes of pairing links go: some may have been used since.
 */
export function renewEpoch(offline: Offline): Promise<Renewed> {
  return offline(async (sql) => {
    await sql.run(RENEW, randomUUID());
    await sql.run(DROP_CODES);
    const { agents, devices, lastWebhookAt } = await countsOf(sql);
    return { agents, devices, lastWebhookAt };
  });
}
