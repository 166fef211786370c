-- How many whole months readings stay in the database; null: for ever.
ALTER TABLE core.park ADD COLUMN readings_kept_months int CHECK (readings_kept_months >= 3);
-- Late work of a time whose readings lie in a file: it waits until they are back.
ALTER TABLE core.invalidation ADD COLUMN held boolean NOT NULL DEFAULT false;
GRANT SELECT (held) ON core.invalidation TO pc_directory;

-- The readings of a park and a month (UTC) as a file. `written`: the file was read back, the rows are still here;
-- `archived`: the rows are gone but the last ones of each point; `restored`: they are back.
CREATE TABLE core.reading_archive (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  park_id int NOT NULL REFERENCES core.park,
  from_time timestamptz NOT NULL, to_time timestamptz NOT NULL CHECK (to_time > from_time),
  state text NOT NULL CHECK (state IN ('written', 'archived', 'restored')),
  file text NOT NULL, bytes bigint NOT NULL, sha256 text NOT NULL,
  rows bigint NOT NULL, digest text NOT NULL,        -- sum of a hash of each row, independent of their order
  first_time timestamptz NOT NULL, last_time timestamptz NOT NULL,
  schema_version int NOT NULL,
  floors jsonb,                                      -- by point: from when on it has all its readings [ms]
  author text NOT NULL, created_at timestamptz NOT NULL DEFAULT now(),
  archived_at timestamptz, restored_at timestamptz
);
CREATE UNIQUE INDEX reading_archive_current_idx ON core.reading_archive (park_id, from_time) WHERE state <> 'restored';
ALTER TABLE core.reading_archive ENABLE ROW LEVEL SECURITY;
ALTER TABLE core.reading_archive FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON core.reading_archive USING (park_id = core.current_park()
  AND core.current_enterprise() IS NULL);
-- The owner's functions tell enterprises, too. Whoever owns the table now: a restored backup may have another owner.
CREATE POLICY owner ON core.reading_archive FOR SELECT USING (park_id = core.current_park()
  AND current_user = (SELECT pg_get_userbyid(c.relowner) FROM pg_class c WHERE c.oid = 'core.reading_archive'::regclass));
GRANT SELECT, INSERT, DELETE ON core.reading_archive TO pc_app;

-- Of which months readings lie in files, for whoever sees anything of the park: an enterprise must be told, too.
CREATE FUNCTION core.archived_readings() RETURNS TABLE (from_time timestamptz, to_time timestamptz, file text, sha256 text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  RETURN QUERY SELECT a.from_time, a.to_time, a.file, a.sha256 FROM core.reading_archive a
    WHERE a.park_id = core.current_park() AND a.state = 'archived' ORDER BY a.from_time;
END $$;

-- An inventory keeps which months it could not hash: their files (code, sha256) instead.
ALTER TABLE core.inventory_digest DROP CONSTRAINT inventory_digest_what_check,
  ADD CONSTRAINT inventory_digest_what_check CHECK (what IN ('reading', 'hour', 'archived'));

CREATE FUNCTION core.reading_digest(park int, since timestamptz, until timestamptz, OUT rows bigint, OUT digest text)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog SET timezone = 'UTC' SET datestyle = 'ISO, YMD' SET extra_float_digits = 1 AS $$
BEGIN
  IF park IS DISTINCT FROM core.current_park() THEN RAISE EXCEPTION 'another park'; END IF;
  EXECUTE format($q$SELECT count(*), coalesce(sum(hashtextextended(
      concat_ws('|', r.point_id, r.time, coalesce(r.value::text, '-'), coalesce(r.exact::text, '-'), r.quality, r.batch_id), 0)), 0)::text
    FROM series.reading r WHERE r.park_id = %L AND r.time >= %L AND r.time < %L$q$, park, since, until) INTO rows, digest;
END $$;

-- Take the rows of a written archive out of the table, but the last `kept` usable ones of each point and those of the last
-- hours: what comes later is computed with them. Refused unless the rows are still those of the file.
CREATE FUNCTION core.shed_readings(archive bigint, kept int) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog SET lock_timeout = '10s' AS $$
DECLARE
  a core.reading_archive; present record; gone bigint := 0; total bigint; rest bigint; complete_from jsonb;
  places text[]; starts timestamptz[]; ends timestamptz[]; place text;
BEGIN
  SELECT * INTO a FROM core.reading_archive
  WHERE id = archive AND state = 'written' AND park_id = core.current_park() AND core.current_enterprise() IS NULL FOR UPDATE;
  IF NOT FOUND THEN RAISE EXCEPTION 'no archive % is written', archive; END IF;
  -- From here on nobody adds to these chunks: live readings go into others. A chunk that comes later is none of them.
  SELECT array_agg(format('%I.%I', i.chunk_schema, i.chunk_name) ORDER BY i.range_start),
      array_agg(i.range_start ORDER BY i.range_start), array_agg(i.range_end ORDER BY i.range_start)
    INTO places, starts, ends FROM timescaledb_information.chunks i
    WHERE i.hypertable_schema = 'series' AND i.hypertable_name = 'reading'
      AND i.range_end > a.from_time AND i.range_start < a.to_time;
  FOREACH place IN ARRAY coalesce(places, '{}') LOOP
    EXECUTE format('LOCK TABLE %s IN SHARE ROW EXCLUSIVE MODE', place);
  END LOOP;
  SELECT * INTO present FROM core.reading_digest(a.park_id, a.from_time, a.to_time);
  IF present.rows <> a.rows OR present.digest <> a.digest THEN
    RAISE EXCEPTION 'readings have changed since the file was written' USING ERRCODE = 'serialization_failure';
  END IF;
  CREATE TEMP TABLE keep_from AS
    SELECT p.id AS point_id, least(a.to_time - interval '6 hours', coalesce(nth.time, '-infinity')) AS time
    FROM core.point p LEFT JOIN LATERAL (
      SELECT r.time FROM series.reading r WHERE r.point_id = p.id AND r.time < a.to_time
        AND r.value IS NOT NULL AND r.quality < 2147483648 ORDER BY r.time DESC OFFSET kept - 1 LIMIT 1) nth ON true
    WHERE p.park_id = a.park_id;
  SELECT jsonb_object_agg(k.point_id, round(extract(epoch FROM k.time) * 1000)) INTO complete_from
  FROM pg_temp.keep_from k WHERE k.time > '-infinity';
  FOR n IN 1 .. coalesce(cardinality(places), 0) LOOP
    place := places[n];
    EXECUTE format('SELECT count(*) FROM %s', place) INTO total;
    EXECUTE format($q$CREATE TEMP TABLE staying AS SELECT r.* FROM %s r
        LEFT JOIN pg_temp.keep_from k ON k.point_id = r.point_id
        WHERE NOT (r.park_id = %L AND r.time >= %L AND r.time < %L AND r.time < coalesce(k.time, '-infinity'))$q$,
      place, a.park_id, a.from_time, a.to_time);
    SELECT count(*) INTO rest FROM pg_temp.staying;
    -- Dropping a chunk gives its space back at once; what stays of it, of this park or another, is written again.
    IF rest * 10 <= total THEN
      PERFORM public.drop_chunks('series.reading', newer_than => starts[n], older_than => ends[n]);
      INSERT INTO series.reading SELECT * FROM pg_temp.staying;
    ELSE
      EXECUTE format($q$DELETE FROM %s r USING pg_temp.keep_from k WHERE k.point_id = r.point_id
          AND r.park_id = %L AND r.time >= %L AND r.time < %L AND r.time < k.time$q$,
        place, a.park_id, a.from_time, a.to_time);
    END IF;
    gone := gone + total - rest;
    DROP TABLE pg_temp.staying;
  END LOOP;
  DROP TABLE pg_temp.keep_from;
  UPDATE core.reading_archive r SET state = 'archived', archived_at = now(), floors = coalesce(complete_from, '{}')
  WHERE r.id = archive;
  RETURN gone;
END $$;

-- Put rows of an archive back. What came late for the same point and time meanwhile contradicts them, as it would have then.
CREATE FUNCTION core.put_back(archive bigint, points int[], times timestamptz[], vals float8[], exacts numeric[],
  qualities bigint[], batches bigint[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a core.reading_archive;
BEGIN
  SELECT * INTO a FROM core.reading_archive
  WHERE id = archive AND state = 'archived' AND park_id = core.current_park() AND core.current_enterprise() IS NULL FOR UPDATE;
  IF NOT FOUND THEN RAISE EXCEPTION 'archive % is not archived', archive; END IF;
  IF EXISTS (SELECT FROM unnest(points, times) AS g(point_id, time) WHERE g.time < a.from_time OR g.time >= a.to_time
             OR NOT EXISTS (SELECT FROM core.point p WHERE p.id = g.point_id AND p.park_id = a.park_id)) THEN
    RAISE EXCEPTION 'rows of another park or time';
  END IF;
  INSERT INTO core.reading_revision (park_id, point_id, time, value, exact, quality, batch_id)
    SELECT r.park_id, r.point_id, r.time, r.value, r.exact, r.quality, r.batch_id
    FROM series.reading r
    JOIN unnest(points, times, vals, exacts) AS g(point_id, time, value, exact) ON g.point_id = r.point_id AND g.time = r.time
    WHERE r.time >= a.from_time AND r.time < a.to_time
      AND (r.value, r.exact) IS DISTINCT FROM (g.value, g.exact);
  DELETE FROM series.reading r USING unnest(points, times) AS g(point_id, time)
    WHERE g.point_id = r.point_id AND g.time = r.time AND r.time >= a.from_time AND r.time < a.to_time;
  INSERT INTO series.reading (time, value, batch_id, quality, point_id, park_id, exact)
    SELECT g.time, g.value, g.batch_id, g.quality, g.point_id, a.park_id, g.exact
    FROM unnest(points, times, vals, exacts, qualities, batches) AS g(point_id, time, value, exact, quality, batch_id);
END $$;

-- All rows of the file are here again: what waited for them can be computed as far as nothing newer is archived.
CREATE FUNCTION core.finish_restore(archive bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a core.reading_archive; horizon timestamptz;
BEGIN
  UPDATE core.reading_archive SET state = 'restored', restored_at = now()
  WHERE id = archive AND state = 'archived' AND park_id = core.current_park() AND core.current_enterprise() IS NULL
  RETURNING * INTO a;
  IF NOT FOUND THEN RAISE EXCEPTION 'archive % is not archived', archive; END IF;
  SELECT coalesce(max(o.to_time), '-infinity') INTO horizon FROM core.reading_archive o
    WHERE o.park_id = a.park_id AND o.state = 'archived';
  INSERT INTO core.invalidation (park_id, point_id, from_time, to_time, reason)
    SELECT i.park_id, i.point_id, horizon, i.to_time, i.reason FROM core.invalidation i
    WHERE i.park_id = a.park_id AND i.held AND i.from_time < horizon AND i.to_time >= horizon;
  UPDATE core.invalidation i SET to_time = horizon - interval '1 millisecond'
    WHERE i.park_id = a.park_id AND i.held AND i.from_time < horizon AND i.to_time >= horizon;
  UPDATE core.invalidation SET held = false WHERE park_id = a.park_id AND held AND from_time >= horizon;
END $$;
REVOKE ALL ON FUNCTION core.archived_readings(), core.reading_digest(int, timestamptz, timestamptz),
  core.shed_readings(bigint, int), core.finish_restore(bigint),
  core.put_back(bigint, int[], timestamptz[], float8[], numeric[], bigint[], bigint[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION core.archived_readings(), core.reading_digest(int, timestamptz, timestamptz),
  core.shed_readings(bigint, int), core.finish_restore(bigint),
  core.put_back(bigint, int[], timestamptz[], float8[], numeric[], bigint[], bigint[]) TO pc_app;
SELECT core.audit_tables();
