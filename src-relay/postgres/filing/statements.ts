import { WRITING_LOCK } from '../../sql/sql.ts';

/** First thing in every transaction of a relay's writer: nobody who has the lock alone is in the middle of anything. */
export const TAKE_WRITING_LOCK = `SELECT pg_advisory_xact_lock_shared(${WRITING_LOCK})`;

/** What every transaction that files begins with, in this order and on one way to the server. */
export const OPENING = {
  /** @param $1 how long it waits for a lock, in ms, until it has those of what it files */
  first: `SELECT set_config('lock_timeout', $1::text, true), pg_advisory_xact_lock_shared(${WRITING_LOCK})`,
  /** Those that come back were not known. In one order for everybody: who comes with the same id waits. */
  ids: `
    INSERT INTO webhook (id, received_at)
    SELECT id, at FROM unnest($1::text[], $2::bigint[]) a(id, at) ORDER BY id
    ON CONFLICT DO NOTHING RETURNING id`,
  locks: 'SELECT pg_advisory_xact_lock(a.key) FROM unnest($1::bigint[]) a(key)',
  /**
   * What follows looks rows up by indexes, however little the planner knows of a young or a fast growing table. What it is
   * forbidden counts as very costly, for which it would compile every statement anew. `$1`: how long it waits from then on.
   */
  state: `
    SELECT EXISTS (SELECT 1 FROM erased) AS "hasErased", set_config('enable_seqscan', 'off', true),
      set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true),
      set_config('jit', 'off', true), set_config('plan_cache_mode', 'force_generic_plan', true),
      set_config('lock_timeout', $1::text, true)`,
  /** Once the locks are held: of what is filed under one key, the later one has the greater number. */
  rows: `SELECT nextval('event_id_seq') AS id FROM generate_series(1, $1::int)`,
} as const;

export const TRY_LOCKS = `
  SELECT COALESCE(bool_and(pg_try_advisory_xact_lock(a.key)), true) AS all FROM unnest($1::bigint[]) a(key)`;

/** They are filed by a later transaction. */
export const NOT_TAKEN = 'DELETE FROM webhook WHERE id = ANY($1::text[])';

/** Which of these locks another transaction has. */
export const HELD_BY_OTHERS = `
  SELECT a.key::text AS key FROM unnest($1::bigint[]) a(key) WHERE NOT pg_try_advisory_xact_lock_shared(a.key)`;
