-- Meter health: when a park was last checked, and what became of contradicting readings.

-- What the schedule reads: a park whose meters nobody has begun to check for a while is due.
CREATE TABLE core.health_check (
  park_id int PRIMARY KEY REFERENCES core.park,
  attempted_at timestamptz NOT NULL,
  checked_at timestamptz,                         -- null: not once to the end
  points int, seconds double precision            -- of that check: how many, how long it took
);
ALTER TABLE core.health_check ENABLE ROW LEVEL SECURITY;
ALTER TABLE core.health_check FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON core.health_check USING (park_id = core.current_park());
GRANT SELECT, INSERT, UPDATE, DELETE ON core.health_check TO pc_app;
CREATE POLICY directory ON core.health_check FOR SELECT TO pc_directory USING (true);
GRANT SELECT (park_id, attempted_at) ON core.health_check TO pc_directory;

-- An enterprise sees what contradicts its own readings.
DROP POLICY tenant ON core.reading_revision;
CREATE POLICY tenant ON core.reading_revision USING (park_id = core.current_park()
  AND (core.current_enterprise() IS NULL
       OR point_id IN (SELECT p.id FROM core.point p WHERE p.enterprise_id = core.current_enterprise())));
ALTER TABLE core.reading_revision
  ADD COLUMN resolved_at timestamptz, ADD COLUMN resolved_by text, ADD COLUMN note text;
CREATE INDEX reading_revision_open_idx ON core.reading_revision (park_id, id) WHERE state = 'open';

-- Accepting exchanges the two values: the revision keeps what was stored first, so nothing is lost. The
-- application role may not write readings otherwise; the policy above still decides which revisions exist.
CREATE FUNCTION core.accept_revision(revision bigint, who text, why text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE v core.reading_revision; r record;
BEGIN
  SELECT * INTO v FROM core.reading_revision
  WHERE id = revision AND state = 'open' AND park_id = core.current_park()
    AND (core.current_enterprise() IS NULL OR EXISTS (
      SELECT FROM core.point p WHERE p.id = point_id AND p.enterprise_id = core.current_enterprise()))
  FOR UPDATE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'no open revision %', revision USING ERRCODE = 'no_data_found';
  END IF;
  SELECT value, exact, quality, batch_id INTO STRICT r FROM series.reading
  WHERE point_id = v.point_id AND time = v.time FOR UPDATE;
  UPDATE series.reading SET value = v.value, exact = v.exact, quality = v.quality, batch_id = v.batch_id
  WHERE point_id = v.point_id AND time = v.time;
  UPDATE core.reading_revision SET value = r.value, exact = r.exact, quality = r.quality, batch_id = r.batch_id,
    state = 'accepted', resolved_at = now(), resolved_by = who, note = why
  WHERE id = revision;
END $$;
REVOKE ALL ON FUNCTION core.accept_revision(bigint, text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION core.accept_revision(bigint, text, text) TO pc_app;
