import { RECOVERED_WEBHOOK_PREFIX } from '../../src-shared/calls/recovered.ts';
import { TEST_WEBHOOK_PREFIX } from '../../src-shared/calls/test-call.ts';
import type { Sql } from '../sql/sql.ts';
import { HORIZON_MS } from './timing.ts';

/** From the last webhook to the relay's start: what Allo sent meanwhile may be lost. ms since 1970. */
export interface Gap {
  readonly from: number;
  readonly to: number;
  /** How often it was read. */
  readonly reads: number;
}

/** At the start, and once more when what was under way then is over. */
const READS = 2;

/** Keeps the gap until it is read, over any number of restarts; runs inside the writer's transaction. */
export interface GapKeeping {
  /**
   * Begins one that ends now, unless one is open still: that one gets longer. One that begins in the future was opened before
   * the clock was set back, and counts for nothing.
   * @returns null: no webhook ever came
   */
  open(now: number): Promise<Gap | null>;
  /** @returns the one that is to be read; null: there is none */
  left(): Promise<Gap | null>;
  /** It was read as far as this. @returns what is left to do of it; null: nothing */
  read(now: number): Promise<Gap | null>;
}

const KEPT = 'SELECT gap_from AS "from", gap_to AS "to", gap_reads AS reads FROM recovery';
const LAST_WEBHOOK = `
  SELECT received_at AS at FROM webhook
  WHERE id NOT LIKE '${TEST_WEBHOOK_PREFIX}%' AND id NOT LIKE '${RECOVERED_WEBHOOK_PREFIX}%'
  ORDER BY received_at DESC LIMIT 1`;
const WRITE = 'UPDATE recovery SET gap_from = ?, gap_to = ?, gap_reads = ?';

export function gapKeeping(sql: Sql): GapKeeping {
  async function left(): Promise<Gap | null> {
    const row = await sql.get<{ from: number | null; to: number | null; reads: number }>(KEPT);
    const { from = null, to = null, reads = 0 } = row ?? {};
    return from === null || to === null ? null : { from, to, reads };
  }

  return {
    open: async (now) => {
      await sql.lock('gap');
      const open = await left();
      const from =
        open !== null && open.from < now ? open.from : (await sql.get<{ at: number }>(LAST_WEBHOOK))?.at;
      if (from === undefined) return null;
      const gap = { from: Math.max(from, now - HORIZON_MS), to: now, reads: 0 };
      if (gap.from >= gap.to) return null;
      await sql.run(WRITE, gap.from, gap.to, 0);
      return gap;
    },
    left,
    read: async (now) => {
      await sql.lock('gap');
      const gap = await left();
      if (gap === null) return null;
      const reads = gap.reads + 1;
      const isDone = reads >= READS || gap.to < now - HORIZON_MS;
      await sql.run(WRITE, isDone ? null : gap.from, isDone ? null : gap.to, isDone ? 0 : reads);
      return isDone ? null : { ...gap, reads };
    },
  };
}
