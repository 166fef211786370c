-- Sums of quarter hours by point and local day, of the points that no source counts: own generation, and what is
-- passed on. Triggers keep them in the transaction that changes quarter hours, as those of the ledger (0040).
CREATE TABLE series.point_day (
  day date NOT NULL,                            -- local
  point_id int NOT NULL,
  park_id int NOT NULL,
  enterprise_id int,
  quarters int NOT NULL,
  quantity numeric NOT NULL,                    -- base unit
  UNIQUE NULLS NOT DISTINCT (point_id, day, enterprise_id)
);
CREATE INDEX ON series.point_day (park_id, day);
CREATE INDEX point_day_empty ON series.point_day (point_id) WHERE quarters = 0;
CREATE VIEW core.point_day WITH (security_barrier) AS
  SELECT * FROM series.point_day
  WHERE park_id = (SELECT core.current_park())
    AND ((SELECT core.current_enterprise()) IS NULL OR enterprise_id = (SELECT core.current_enterprise()))
    AND (NOT (SELECT core.is_overseer()) OR enterprise_id IS NULL
         OR enterprise_id <> ALL ((SELECT core.withheld('intervals'))::int[]));
GRANT SELECT ON core.point_day TO pc_app;

-- Which points: most of a park's are not among them, so that settling costs nothing more.
CREATE FUNCTION core.has_days(quantity text, direction text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN quantity = 'energy' AND direction IN ('generation', 'export', 'production');

DO $$
DECLARE
  current text := 'SELECT %s AS sign, * FROM %I';
  kind text; changed text;
BEGIN
  FOREACH kind IN ARRAY ARRAY['insert', 'update', 'delete'] LOOP
    changed := CASE kind
      WHEN 'insert' THEN format(current, 1, 'added')
      WHEN 'delete' THEN format(current, -1, 'gone')
      ELSE format(current, 1, 'added') || ' UNION ALL ' || format(current, -1, 'gone') END;
    EXECUTE format($body$
      CREATE FUNCTION core.point_days_%1$s() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = pg_catalog, pg_temp AS $function$
      BEGIN
        INSERT INTO series.point_day AS s (day, point_id, park_id, enterprise_id, quarters, quantity)
        SELECT (c.start AT TIME ZONE k.timezone)::date AS day, c.point_id, c.park_id, c.enterprise_id,
          sum(c.sign), sum(c.sign * c.quantity::numeric)
        FROM (%2$s) c JOIN core.point p ON p.id = c.point_id AND core.has_days(p.quantity, p.direction)
          JOIN core.park k ON k.id = c.park_id
        GROUP BY 1, 2, 3, 4 ORDER BY 2, 1, 4
        ON CONFLICT (point_id, day, enterprise_id) DO UPDATE SET
          quarters = s.quarters + excluded.quarters, quantity = s.quantity + excluded.quantity;
        IF TG_OP <> 'INSERT' THEN
          DELETE FROM series.point_day WHERE quarters = 0;
        END IF;
        RETURN NULL;
      END $function$
    $body$, kind, changed);
  END LOOP;
END $$;
CREATE TRIGGER days_insert AFTER INSERT ON series.interval REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION core.point_days_insert();
CREATE TRIGGER days_update AFTER UPDATE ON series.interval REFERENCING NEW TABLE AS added OLD TABLE AS gone
  FOR EACH STATEMENT EXECUTE FUNCTION core.point_days_update();
CREATE TRIGGER days_delete AFTER DELETE ON series.interval REFERENCING OLD TABLE AS gone
  FOR EACH STATEMENT EXECUTE FUNCTION core.point_days_delete();

-- What the sums have to be, from the quarter hours alone.
CREATE VIEW series.point_day_of_quarters AS
  SELECT (i.start AT TIME ZONE k.timezone)::date AS day, i.point_id, i.park_id, i.enterprise_id,
    count(*)::int AS quarters, sum(i.quantity) AS quantity
  FROM series.interval i JOIN core.point p ON p.id = i.point_id AND core.has_days(p.quantity, p.direction)
    JOIN core.park k ON k.id = i.park_id
  GROUP BY 1, 2, 3, 4;

-- Add up a park's days again, or those of one of its points; settlement waits for it.
CREATE FUNCTION core.rebuild_point_days(park int, point int) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  looking text := current_setting('pc.park', true);
BEGIN
  PERFORM set_config('pc.park', park::text, true);
  LOCK TABLE series.interval IN SHARE MODE;
  DELETE FROM series.point_day WHERE park_id = park AND (point IS NULL OR point_id = point);
  INSERT INTO series.point_day SELECT * FROM series.point_day_of_quarters
    WHERE park_id = park AND (point IS NULL OR point_id = point);
  PERFORM set_config('pc.park', coalesce(looking, ''), true);
END $$;

-- How many of the transaction's park are not what its quarter hours come to.
CREATE FUNCTION core.unequal_point_days() RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
  WITH quarters AS (SELECT * FROM series.point_day_of_quarters WHERE park_id = core.current_park()),
  days AS (SELECT * FROM series.point_day WHERE park_id = core.current_park())
  SELECT (SELECT count(*) FROM (TABLE quarters EXCEPT ALL TABLE days) d)
    + (SELECT count(*) FROM (TABLE days EXCEPT ALL TABLE quarters) d);
END;
REVOKE ALL ON FUNCTION core.rebuild_point_days(int, int), core.unequal_point_days() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION core.rebuild_point_days(int, int), core.unequal_point_days() TO pc_app;
ALTER TABLE core.park NO FORCE ROW LEVEL SECURITY;
-- Some 0.1 s a meter and year: no time limit for a statement holds in this transaction.
SET LOCAL statement_timeout = 0;
DO $$
DECLARE park int;
BEGIN
  FOR park IN SELECT id FROM core.park ORDER BY id LOOP
    PERFORM core.rebuild_point_days(park, NULL);
  END LOOP;
END $$;
ALTER TABLE core.park FORCE ROW LEVEL SECURITY;

-- Another time zone, other days; another direction, other points.
CREATE FUNCTION core.park_moved_days() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM core.rebuild_point_days(NEW.id, NULL);
  RETURN NULL;
END $$;
-- Fires before `moved` of the ledger (by name): settlement, too, writes quarter hours first.
CREATE TRIGGER days_moved AFTER UPDATE OF timezone ON core.park FOR EACH ROW
  WHEN (OLD.timezone <> NEW.timezone) EXECUTE FUNCTION core.park_moved_days();
CREATE FUNCTION core.point_turned() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM core.rebuild_point_days(NEW.park_id, NEW.id);
  RETURN NULL;
END $$;
CREATE TRIGGER turned AFTER UPDATE OF quantity, direction ON core.point FOR EACH ROW
  WHEN (core.has_days(OLD.quantity, OLD.direction) <> core.has_days(NEW.quantity, NEW.direction))
  EXECUTE FUNCTION core.point_turned();
