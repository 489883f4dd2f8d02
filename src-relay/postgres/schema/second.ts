/** The second version: what relays need of each other beyond the first. An entry of MIGRATIONS, so never edited once published. */
export const SECOND = `
  -- Prints by the journal's own key of what the relay asks others with, as a JSON object; null: a relay of the version before.
  ALTER TABLE relay ADD COLUMN secret_prints TEXT;
`;
