import { expect, test } from 'vitest';
import type { WebhookId } from '../../../src-shared/brand.ts';
import { DEFAULT_CONFIG } from '../../../src-relay/config/schema.ts';
import { newCallKey } from '../../../src-relay/journal/call-key.ts';
import { webhookFiling } from '../../../src-relay/postgres/filing/webhooks.ts';
import { openPostgres } from '../../../src-relay/postgres/opened.ts';
import { ANA, answer, completed, contact, LINE, NORA, ring, sms, tag } from '../../fixtures/allo.ts';
import { settingsOf } from '../../fixtures/postgres/server.ts';
import { sharedPostgres } from '../../fixtures/postgres/shared.ts';

/** Of other people's calls, so many events that PostgreSQL has looked at none of them yet to plan by. */
const OTHERS = 3000;
const FILL = `
  WITH filled AS (
    INSERT INTO event (webhook_id, topic, call, occurred_at, received_at, data)
    SELECT 'msg_other_' || n, 'call.completed', 'call ' || n / 3, '2026-01-01T00:00:00.000Z', 0, '{}'
    FROM generate_series(1, ${OTHERS}) n RETURNING id)
  INSERT INTO sighting (event, from_tail, to_tail, started_at, allo_call, body)
  SELECT id, 'tail ' || id / 3, NULL, id, 'cll ' || id, '{}' FROM filled`;
/** Of its session: it counts on from transaction to transaction, and begins anew now and then. */
const READ = 'SELECT COALESCE(sum(idx_tup_fetch + seq_tup_read), 0) AS n FROM pg_stat_xact_user_tables';

test('what filing reads of a young database is what it asks for, however much there is of others', async () => {
  // One that other tests had before is planned for by what it held then.
  const { databases, url } = await sharedPostgres();
  const database = await openPostgres(settingsOf(url(await databases.makeBare())), { connections: 2 });
  try {
    await database.read.run('INSERT INTO agent (email, floor, added_at) VALUES (?, 0, 0)', NORA);
    await database.read.run(FILL);
    let [countBefore, rowsRead] = [0, 0];
    const filing = await webhookFiling({
      database,
      now: Date.now,
      newCallKey,
      announce: async (sql) => {
        const [row] = await sql.rows<{ n: number }>(READ, []);
        const count = row?.n ?? Infinity;
        rowsRead = count < countBefore ? count : count - countBefore;
        countBefore = count;
      },
    });
    const started_at = new Date(Date.now() - 60_000).toISOString();
    const ends = { from_number: ANA, to_number: LINE, started_at };
    const id = 'cll_ana';
    const bodies = [
      ring(ends),
      answer(ends),
      completed({ from_number: ANA, to: LINE, start_date: started_at, id }),
      tag({ call_id: id }),
      sms(),
      contact(),
      ring({ ...ends, started_at: new Date().toISOString() }),
    ];
    const read: Record<string, number> = {};
    // The first one's count has what was read to fill the tables.
    for (const [at, body] of [sms({ id: 'sms_first' }), ...bodies].entries()) {
      const bytes = new TextEncoder().encode(JSON.stringify(body));
      const webhook = { id: `msg_${at}` as WebhookId, receivedAt: Date.now(), body: bytes };
      await filing.file([webhook], DEFAULT_CONFIG, () => undefined);
      if (at > 0) read[`${at} ${body.topic}`] = rowsRead;
    }
    for (const rows of Object.values(read)) expect(rows, JSON.stringify(read)).toBeLessThan(100);
  } finally {
    await database.close();
  }
});
