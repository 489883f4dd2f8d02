/**
 * Part of the journal's schema: which calls have no end, and what was asked of Allo's API about it. Never edited. Keys and
 * times only: whoever called stands in the call's own events.
 */
export const RECOVERY_TABLES = `
  CREATE TABLE lookup (
    call TEXT PRIMARY KEY,
    -- When its first event came.
    heard_at INTEGER NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0,
    -- When Allo is asked next; null: not any more.
    due_at INTEGER
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX lookup_due ON lookup (due_at) WHERE due_at IS NOT NULL;

  CREATE TABLE recovery (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    -- Calls of the events up to this one have an end, or stand in lookup.
    looked_up_to INTEGER NOT NULL DEFAULT 0,
    -- Calls that began between these two, while the relay did not run, are still to be read; null: none.
    gap_from INTEGER,
    gap_to INTEGER,
    -- How often they were read.
    gap_reads INTEGER NOT NULL DEFAULT 0,
    -- Since when Allo cannot be asked, and why, as JSON; null: it can.
    failing_since INTEGER,
    trouble TEXT
  ) STRICT;
  INSERT INTO recovery (one) VALUES (1);
`;
