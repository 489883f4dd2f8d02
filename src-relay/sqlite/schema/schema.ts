import { CRM_TABLES } from './crm.ts';
import { ALLO_DIRECTORY_TABLES } from './allo-directory.ts';
import { GROUP_TABLES } from './groups.ts';
import { MEMORY_TABLES } from './memory.ts';
import { RECOVERY_TABLES } from './recovery.ts';

/**
 * The journal's tables, one entry per version. A published entry is never edited: a change is a new entry.
 *
 * Times are ms since 1970 by the relay's clock unless the name says otherwise. `event.data` is Allo's `data` as JSON,
 * kept once however many agents it goes to; a `delivery` gives it a place in an agent's own sequence.
 */
export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE journal (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    epoch TEXT NOT NULL,
    -- Rises with every change to agents, lines, aliases and devices: the running relay polls it.
    directory_version INTEGER NOT NULL DEFAULT 0,
    -- Where a new agent's sequence starts: above every sequence of an agent that was removed.
    first_seq INTEGER NOT NULL DEFAULT 0,
    listening TEXT,
    probed_at INTEGER
  ) STRICT;

  CREATE TABLE agent (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    email TEXT NOT NULL UNIQUE,
    name TEXT,
    -- The last sequence number that is no longer kept.
    floor INTEGER NOT NULL,
    added_at INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE alias (
    address TEXT PRIMARY KEY,
    agent INTEGER NOT NULL REFERENCES agent ON DELETE CASCADE
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE line (
    number TEXT NOT NULL,
    agent INTEGER NOT NULL REFERENCES agent ON DELETE CASCADE,
    PRIMARY KEY (number, agent)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE device (
    id TEXT PRIMARY KEY,
    agent INTEGER NOT NULL REFERENCES agent ON DELETE CASCADE,
    name TEXT,
    token_hash TEXT NOT NULL UNIQUE,
    added_at INTEGER NOT NULL,
    seen_at INTEGER,
    acked INTEGER NOT NULL DEFAULT 0
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX device_agent ON device (agent);

  CREATE TABLE pairing (
    code_hash TEXT PRIMARY KEY,
    agent INTEGER NOT NULL REFERENCES agent ON DELETE CASCADE,
    expires_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  -- Every webhook id that was accepted: kept longer than the events.
  CREATE TABLE webhook (
    id TEXT PRIMARY KEY,
    received_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX webhook_received ON webhook (received_at);

  CREATE TABLE event (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    webhook_id TEXT NOT NULL,
    topic TEXT NOT NULL,
    call TEXT,
    -- Allo's id of the call that a tag or summary is about.
    about TEXT,
    occurred_at TEXT NOT NULL,
    received_at INTEGER NOT NULL,
    data TEXT NOT NULL
  ) STRICT;
  CREATE INDEX event_call ON event (call) WHERE call IS NOT NULL;
  CREATE INDEX event_about ON event (about) WHERE about IS NOT NULL;

  -- What an event says about which call it belongs to. Tails are the last digits of a number, '' when withheld, null
  -- where the number outside cannot stand.
  CREATE TABLE sighting (
    event INTEGER PRIMARY KEY REFERENCES event ON DELETE CASCADE,
    from_tail TEXT,
    to_tail TEXT,
    -- By Allo's clock.
    started_at INTEGER NOT NULL,
    allo_call TEXT,
    body TEXT NOT NULL
  ) STRICT;
  CREATE INDEX sighting_from ON sighting (from_tail, started_at) WHERE from_tail IS NOT NULL;
  CREATE INDEX sighting_to ON sighting (to_tail, started_at) WHERE to_tail IS NOT NULL;
  CREATE INDEX sighting_allo_call ON sighting (allo_call) WHERE allo_call IS NOT NULL;

  CREATE TABLE delivery (
    agent INTEGER NOT NULL REFERENCES agent ON DELETE CASCADE,
    seq INTEGER NOT NULL,
    event INTEGER NOT NULL REFERENCES event,
    at INTEGER NOT NULL,
    PRIMARY KEY (agent, seq)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX delivery_event ON delivery (event, agent);

  -- How far each agent's sequence reaches: the last number given out is the last one kept, or the floor. It stands in no
  -- row of its own, which every event would have to write.
  CREATE VIEW sequence (agent, floor, head) AS
    SELECT id, floor, coalesce((SELECT max(seq) FROM delivery WHERE agent = id), floor) FROM agent;

  CREATE TABLE claim (
    call TEXT PRIMARY KEY,
    agent INTEGER NOT NULL REFERENCES agent ON DELETE CASCADE,
    at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE quarantine (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    webhook_id TEXT NOT NULL,
    received_at INTEGER NOT NULL,
    reason TEXT NOT NULL,
    body BLOB NOT NULL
  ) STRICT;

  ${directoryTriggers()}
  `,
  MEMORY_TABLES,
  // How many there are is asked for with every scrape, and how old they are with every sweep: neither reads the bodies.
  'CREATE INDEX quarantine_received ON quarantine (received_at)',
  `
  -- The limit for which some of its data was left out; the whole of it is in quarantine.
  ALTER TABLE event ADD COLUMN reduced TEXT;
  -- The event that was made of it within the limits.
  ALTER TABLE quarantine ADD COLUMN event INTEGER;
  -- Events from before there were limits have been looked through.
  ALTER TABLE journal ADD COLUMN is_within_limits INTEGER NOT NULL DEFAULT 0;
  `,
  `
  -- What was erased and may be told of again, as keyed hashes: nobody can be read out of them.
  CREATE TABLE erased (
    hash BLOB PRIMARY KEY,
    at INTEGER NOT NULL,
    until INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX erased_until ON erased (until);

  -- Whoever is being forgotten, until it is done, so that what is broken off can be finished.
  CREATE TABLE forgetting (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    -- Their numbers and addresses, encrypted: the files are searched for them at the end.
    sought BLOB NOT NULL,
    -- Events up to the first are done, and those up to the second are to be looked through.
    done INTEGER NOT NULL,
    upto INTEGER NOT NULL
  ) STRICT;

  -- Of this journal alone. SQLite takes its random bytes from the system's: https://www.sqlite.org/c3ref/randomness.html
  CREATE TABLE erasing_key (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    key BLOB NOT NULL
  ) STRICT;
  INSERT INTO erasing_key VALUES (1, randomblob(32));

  CREATE INDEX quarantine_event ON quarantine (event) WHERE event IS NOT NULL;
  `,
  `
  -- Which call a completed one was transferred from, by Allo's id.
  CREATE TABLE transfer (
    event INTEGER PRIMARY KEY REFERENCES event ON DELETE CASCADE,
    original TEXT NOT NULL
  ) STRICT;
  CREATE INDEX transfer_original ON transfer (original);
  `,
  // Whether what stands in the tables is filed under numbers as they are read today.
  'ALTER TABLE journal ADD COLUMN has_numbers_of_today INTEGER NOT NULL DEFAULT 0',
  `
  -- Claims that were taken back, by whom: until somebody claims the call again.
  CREATE TABLE released (
    call TEXT PRIMARY KEY,
    agent INTEGER NOT NULL REFERENCES agent ON DELETE CASCADE,
    at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  `,
  CRM_TABLES,
  ALLO_DIRECTORY_TABLES,
  RECOVERY_TABLES,
  GROUP_TABLES,
];

function directoryTriggers(): string {
  const bump = 'BEGIN UPDATE journal SET directory_version = directory_version + 1; END;';
  const changes = ['agent', 'alias', 'line', 'device'].flatMap((table) => [
    `CREATE TRIGGER ${table}_added AFTER INSERT ON ${table} ${bump}`,
    `CREATE TRIGGER ${table}_removed AFTER DELETE ON ${table} ${bump}`,
  ]);
  return [...changes, `CREATE TRIGGER agent_renamed AFTER UPDATE OF email, name ON agent ${bump}`].join('\n');
}
