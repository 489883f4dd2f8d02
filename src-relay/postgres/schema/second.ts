/** The second version: what relays need of each other beyond the first. An entry of MIGRATIONS, so never edited once published. */
export const SECOND = `
  -- Prints by the journal's own key of what the relay asks others with, as a JSON object; null: a relay of the version before.
  ALTER TABLE relay ADD COLUMN secret_prints TEXT;

  -- The epoch in which a relay found that the database had gone back in time; another one than today's: that is mended.
  ALTER TABLE journal ADD COLUMN went_back TEXT;

  -- The transaction that wrote the row last; null: before there was this column.
  ALTER TABLE claim ADD COLUMN changed_in BIGINT;
  ALTER TABLE released ADD COLUMN changed_in BIGINT;
  CREATE INDEX claim_changed_in ON claim (changed_in);
  CREATE INDEX released_changed_in ON released (changed_in);
  CREATE FUNCTION ringside_changed_in() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    NEW.changed_in := pg_current_xact_id()::text::bigint;
    RETURN NEW;
  END $$;
  CREATE TRIGGER claim_changed_in BEFORE INSERT OR UPDATE ON claim
    FOR EACH ROW EXECUTE FUNCTION ringside_changed_in();
  CREATE TRIGGER released_changed_in BEFORE INSERT OR UPDATE ON released
    FOR EACH ROW EXECUTE FUNCTION ringside_changed_in();
`;
