/**
 * Which records of the CRM a call's party was found to be: an entry of the journal's MIGRATIONS, so never edited once it
 * is published.
 *
 * Ids of the CRM, times, and hashes by the journal's own key: of whom Allo names, by what number, and of what was matched.
 * No name, number, address, title or amount. What may be anybody of several is in no table.
 */
export const CRM_TABLES = `
  CREATE TABLE crm_found (
    -- Of Allo's id for the person; of the number of who has none.
    party TEXT NOT NULL,
    -- The CRM and its account: ids of one are none of another's.
    account TEXT NOT NULL,
    -- Of the last digits of the number that they had the call with.
    tail TEXT,
    -- Of all of Allo's facts that were matched: another one means that they have changed since.
    facts TEXT NOT NULL,
    contact TEXT NOT NULL,
    is_lead INTEGER NOT NULL,
    company TEXT,
    -- Of Allo's company that it is.
    company_of TEXT,
    -- JSON: ids of deals, by hashes of Allo's ids of them.
    deals TEXT NOT NULL,
    seen_at INTEGER NOT NULL,
    checked_at INTEGER NOT NULL,
    PRIMARY KEY (party, account)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX crm_found_tail ON crm_found (tail) WHERE tail IS NOT NULL;
  CREATE INDEX crm_found_seen ON crm_found (seen_at);

  -- Rises when forgetting somebody begins and when it ends: what was asked before that is not written any more.
  ALTER TABLE journal ADD COLUMN forgettings INTEGER NOT NULL DEFAULT 0;
`;
