/** Part of the journal's schema: what the directory has from Allo, and what the admin wrote by hand. Never edited. */
export const ALLO_DIRECTORY_TABLES = `
  -- Who wrote it: the admin by 'hand', or a sync from 'allo', which never changes what was written by hand.
  ALTER TABLE agent ADD COLUMN origin TEXT NOT NULL DEFAULT 'hand';
  ALTER TABLE agent ADD COLUMN named_by TEXT NOT NULL DEFAULT 'hand';
  ALTER TABLE alias ADD COLUMN origin TEXT NOT NULL DEFAULT 'hand';
  ALTER TABLE line ADD COLUMN origin TEXT NOT NULL DEFAULT 'hand';
  -- Since when Allo says that the user is blocked; null: not.
  ALTER TABLE agent ADD COLUMN blocked_at INTEGER;

  -- Which of Allo's users an agent is, by the last sync that saw them.
  CREATE TABLE allo_user (
    id TEXT PRIMARY KEY,
    agent INTEGER NOT NULL REFERENCES agent ON DELETE CASCADE
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX allo_user_agent ON allo_user (agent);

  -- The team's numbers as Allo names them.
  CREATE TABLE allo_line (
    number TEXT PRIMARY KEY,
    name TEXT
  ) STRICT, WITHOUT ROWID;

  -- What the admin took away by hand, so that no sync brings it back: a user of Allo's ('' in what), or a line or an alias
  -- of an agent's.
  CREATE TABLE kept_off (
    who TEXT NOT NULL,
    what TEXT NOT NULL,
    -- The agent's address.
    agent TEXT NOT NULL,
    PRIMARY KEY (who, what)
  ) STRICT, WITHOUT ROWID;

  -- How the last sync went.
  CREATE TABLE allo_sync (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    -- When Allo was asked.
    asked_at INTEGER NOT NULL,
    -- The last one without trouble.
    whole_at INTEGER,
    -- Since when there has been trouble, and which, as JSON; null: there is none.
    failing_since INTEGER,
    trouble TEXT
  ) STRICT;

  CREATE TRIGGER agent_blocked AFTER UPDATE OF blocked_at ON agent
    BEGIN UPDATE journal SET directory_version = directory_version + 1; END;
  CREATE TRIGGER alias_taken_over AFTER UPDATE OF origin ON alias
    BEGIN UPDATE journal SET directory_version = directory_version + 1; END;
  CREATE TRIGGER line_taken_over AFTER UPDATE OF origin ON line
    BEGIN UPDATE journal SET directory_version = directory_version + 1; END;
  CREATE TRIGGER allo_line_added AFTER INSERT ON allo_line
    BEGIN UPDATE journal SET directory_version = directory_version + 1; END;
  CREATE TRIGGER allo_line_changed AFTER UPDATE ON allo_line
    BEGIN UPDATE journal SET directory_version = directory_version + 1; END;
  CREATE TRIGGER allo_line_removed AFTER DELETE ON allo_line
    BEGIN UPDATE journal SET directory_version = directory_version + 1; END;
`;
