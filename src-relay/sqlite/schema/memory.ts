/**
 * What the relay remembers, kept up with every event so that a ring finds it in a few rows. The second entry of the
 * journal's MIGRATIONS: published, so never edited.
 *
 * `tail` is the last 9 digits of a number, `e164` the whole of it where it is known. A withheld number is in no table.
 */
export const MEMORY_TABLES = `
  -- A call, to be found by its number. Keys rise with time, so the oldest rows come first. How it went stands in its
  -- events: read when the next call asks, not written with every event.
  CREATE TABLE past_call (
    call TEXT PRIMARY KEY,
    tail TEXT NOT NULL,
    e164 TEXT,
    -- By Allo's clock.
    started_at INTEGER NOT NULL,
    -- When the relay heard of it first, by its own.
    heard_at INTEGER NOT NULL,
    direction TEXT NOT NULL,
    crm_id TEXT
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX past_call_number ON past_call (tail, started_at, e164);
  CREATE INDEX past_call_crm ON past_call (tail, started_at) WHERE crm_id IS NOT NULL;

  CREATE TABLE text_message (
    event INTEGER PRIMARY KEY REFERENCES event ON DELETE CASCADE,
    tail TEXT NOT NULL,
    e164 TEXT,
    sent_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX text_message_number ON text_message (tail, sent_at);

  -- Allo's contacts by its own id for them, as of the last event that told.
  CREATE TABLE contact (
    id TEXT PRIMARY KEY,
    first_name TEXT,
    last_name TEXT,
    company TEXT,
    -- A JSON list.
    emails TEXT NOT NULL,
    -- By Allo's clock.
    changed_at TEXT NOT NULL,
    -- When it was last told of, or called from.
    seen_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX contact_seen ON contact (seen_at);

  CREATE TABLE contact_number (
    contact TEXT NOT NULL REFERENCES contact ON DELETE CASCADE,
    tail TEXT NOT NULL,
    e164 TEXT NOT NULL,
    PRIMARY KEY (tail, e164, contact)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX contact_number_contact ON contact_number (contact);

  -- What went out with an event, so that a replay says the same again.
  CREATE TABLE memory (
    event INTEGER PRIMARY KEY REFERENCES event ON DELETE CASCADE,
    -- The oldest moment it tells of: when that is past its retention, the memory goes.
    oldest INTEGER NOT NULL,
    body TEXT NOT NULL
  ) STRICT;
  CREATE INDEX memory_oldest ON memory (oldest);

  -- How often somebody was forgotten out of the agent's sequence: apps that had it start over.
  ALTER TABLE agent ADD COLUMN erasures INTEGER NOT NULL DEFAULT 0;
`;
