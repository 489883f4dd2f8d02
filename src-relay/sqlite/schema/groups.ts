/** Part of the journal's schema: tokens that many computers share, and the computers that used them. Never edited. */
export const GROUP_TABLES = `
  CREATE TABLE computer_group (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    token_hash TEXT NOT NULL UNIQUE,
    -- 1: every agent of this relay, those included who are added later; 0: those of group_agent.
    everybody INTEGER NOT NULL,
    -- How many computers at most.
    most INTEGER NOT NULL,
    -- 1: each computer waits until the admin has approved it.
    approves INTEGER NOT NULL,
    added_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at INTEGER,
    revoked_at INTEGER
  ) STRICT;
  CREATE UNIQUE INDEX computer_group_name ON computer_group (name) WHERE revoked_at IS NULL;

  CREATE TABLE group_agent (
    grp INTEGER NOT NULL REFERENCES computer_group ON DELETE CASCADE,
    agent INTEGER NOT NULL REFERENCES agent ON DELETE CASCADE,
    PRIMARY KEY (grp, agent)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX group_agent_agent ON group_agent (agent);

  -- Which device a computer got by a group's token: each computer has one.
  CREATE TABLE group_device (
    device TEXT PRIMARY KEY REFERENCES device ON DELETE CASCADE,
    grp INTEGER NOT NULL REFERENCES computer_group,
    computer_hash TEXT NOT NULL UNIQUE
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX group_device_grp ON group_device (grp);

  -- Computers that wait for the admin, and those that were approved and have not come back yet.
  CREATE TABLE waiting_computer (
    id TEXT PRIMARY KEY,
    grp INTEGER NOT NULL REFERENCES computer_group ON DELETE CASCADE,
    agent INTEGER NOT NULL REFERENCES agent ON DELETE CASCADE,
    computer_hash TEXT NOT NULL UNIQUE,
    name TEXT,
    asked_at INTEGER NOT NULL,
    approved_at INTEGER
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX waiting_computer_grp ON waiting_computer (grp);
  CREATE INDEX waiting_computer_agent ON waiting_computer (agent);

  -- Computers whose device the admin has revoked: none comes back by itself.
  CREATE TABLE ended_computer (
    computer_hash TEXT PRIMARY KEY,
    at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
`;
