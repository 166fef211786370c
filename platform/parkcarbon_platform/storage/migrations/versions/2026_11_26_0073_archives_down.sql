-- Whoever lacks this schema knows nothing of files: they are put back first.
ALTER TABLE core.reading_archive NO FORCE ROW LEVEL SECURITY;
DO $$ BEGIN
  IF EXISTS (SELECT FROM core.reading_archive WHERE state = 'archived') THEN
    RAISE EXCEPTION 'readings lie in files: restore them first (parkcarbon archive restore)';
  END IF;
END $$;
ALTER TABLE core.inventory_digest NO FORCE ROW LEVEL SECURITY;
DELETE FROM core.inventory_digest WHERE what = 'archived';
ALTER TABLE core.inventory_digest FORCE ROW LEVEL SECURITY;
ALTER TABLE core.inventory_digest DROP CONSTRAINT inventory_digest_what_check,
  ADD CONSTRAINT inventory_digest_what_check CHECK (what IN ('reading', 'hour'));
DROP FUNCTION core.finish_restore(bigint);
DROP FUNCTION core.put_back(bigint, int[], timestamptz[], float8[], numeric[], bigint[], bigint[]);
DROP FUNCTION core.shed_readings(bigint, int);
DROP FUNCTION core.reading_digest(int, timestamptz, timestamptz);
DROP FUNCTION core.archived_readings();
DROP TABLE core.reading_archive;
ALTER TABLE core.invalidation DROP COLUMN held;
ALTER TABLE core.park DROP COLUMN readings_kept_months;
