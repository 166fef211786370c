-- One table of sums: the days of own generation are those of all points, and days know how many of their quarter
-- hours are estimated for want of readings. What takes long comes first, while everybody can read and ingest.
SET LOCAL statement_timeout = 0;
LOCK TABLE series.interval IN SHARE ROW EXCLUSIVE MODE;
ALTER TABLE series.interval_day ADD COLUMN gaps int NOT NULL DEFAULT 0;
ALTER TABLE series.interval_month ADD COLUMN gaps int NOT NULL DEFAULT 0;
-- Parks are looked at one by one: to lift their row security would lock everybody out.
CREATE TEMP TABLE zone (park_id int, timezone text) ON COMMIT DROP;
DO $$
DECLARE park int;
BEGIN
  FOR park IN SELECT DISTINCT park_id FROM series.interval_month LOOP
    PERFORM set_config('pc.park', park::text, true);
    INSERT INTO zone SELECT id, p.timezone FROM core.park p WHERE id = park;
  END LOOP;
  PERFORM set_config('pc.park', '', true);
END $$;
WITH missing AS MATERIALIZED (
  SELECT (i.start AT TIME ZONE z.timezone)::date AS day, i.point_id, i.enterprise_id, count(*)::int AS gaps
  FROM series.interval i JOIN zone z ON z.park_id = i.park_id WHERE i.status = 1 GROUP BY 1, 2, 3
), months AS (
  UPDATE series.interval_month s SET gaps = m.gaps
  FROM (SELECT date_trunc('month', day::timestamp)::date AS day, point_id, enterprise_id, sum(gaps) AS gaps
        FROM missing GROUP BY 1, 2, 3) m
  WHERE s.point_id = m.point_id AND s.day = m.day AND s.enterprise_id IS NOT DISTINCT FROM m.enterprise_id
)
UPDATE series.interval_day s SET gaps = m.gaps FROM missing m
WHERE s.point_id = m.point_id AND s.day = m.day AND s.enterprise_id IS NOT DISTINCT FROM m.enterprise_id;

DROP TRIGGER turned ON core.point;
DROP TRIGGER days_moved ON core.park;
DROP TRIGGER days_insert ON series.interval;
DROP TRIGGER days_update ON series.interval;
DROP TRIGGER days_delete ON series.interval;
DROP FUNCTION core.point_turned(), core.park_moved_days(), core.point_days_insert(), core.point_days_update(),
  core.point_days_delete(), core.unequal_point_days(), core.rebuild_point_days(int, int);
DROP VIEW core.point_day, series.point_day_of_quarters;
DROP FUNCTION core.has_days(text, text);
DROP TABLE series.point_day;
-- Triggers go by name: quarter hours are locked before the ledger, as settlement does.
ALTER TRIGGER moved_intervals ON core.park RENAME TO days_moved;
DROP FUNCTION core.intervals_between(date, date);
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['interval_day', 'interval_month'] LOOP
    EXECUTE format($view$
      CREATE OR REPLACE VIEW core.%1$I WITH (security_barrier) AS
        SELECT * FROM series.%1$I
        WHERE park_id = (SELECT core.current_park())
          AND ((SELECT core.current_enterprise()) IS NULL OR enterprise_id = (SELECT core.current_enterprise()))
          AND (NOT (SELECT core.is_overseer()) OR enterprise_id IS NULL
               OR enterprise_id <> ALL ((SELECT core.withheld('intervals'))::int[]))
    $view$, t);
    EXECUTE format('GRANT SELECT ON core.%I TO pc_app', t);
  END LOOP;
END $$;

-- The sums that make up the local days [since, until): whole months as such, the days before and after them.
CREATE FUNCTION core.intervals_between(since date, until date) RETURNS SETOF core.interval_day
LANGUAGE sql STABLE PARALLEL SAFE BEGIN ATOMIC
  SELECT * FROM core.interval_month
    WHERE day >= date_trunc('month', since::timestamp + interval '1 month - 1 day')::date
      AND day < date_trunc('month', until::timestamp)::date
  UNION ALL SELECT * FROM core.interval_day
    WHERE day >= since
      AND day < least(until, date_trunc('month', since::timestamp + interval '1 month - 1 day')::date)
  UNION ALL SELECT * FROM core.interval_day
    WHERE day >= greatest(date_trunc('month', since::timestamp + interval '1 month - 1 day')::date,
                          date_trunc('month', until::timestamp)::date)
      AND day < until;
END;

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
      CREATE OR REPLACE FUNCTION core.interval_sums_%1$s() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = pg_catalog, pg_temp AS $function$
      BEGIN
        WITH change AS MATERIALIZED (
          SELECT (c.start AT TIME ZONE p.timezone)::date AS day, c.point_id, c.park_id, c.enterprise_id,
            sum(c.sign) AS quarters, sum(CASE WHEN c.status BETWEEN 1 AND 3 THEN c.sign ELSE 0 END) AS unsure,
            sum(c.sign * c.covered_s) AS covered_s, sum(c.sign * c.quantity::numeric) AS quantity,
            sum(c.sign * c.estimated::numeric) AS estimated,
            sum(CASE WHEN c.status = 1 THEN c.sign ELSE 0 END) AS gaps
          FROM (%2$s) c JOIN core.park p ON p.id = c.park_id GROUP BY 1, 2, 3, 4
        ), months AS (
          INSERT INTO series.interval_month AS s (day, point_id, park_id, enterprise_id, quarters, unsure, covered_s,
            quantity, estimated, gaps)
          SELECT date_trunc('month', day::timestamp)::date, point_id, park_id, enterprise_id, sum(quarters),
            sum(unsure), sum(covered_s), sum(quantity), sum(estimated), sum(gaps)
          FROM change GROUP BY 1, 2, 3, 4 ORDER BY 2, 1, 4
          ON CONFLICT (point_id, day, enterprise_id) DO UPDATE SET
            quarters = s.quarters + excluded.quarters, unsure = s.unsure + excluded.unsure,
            covered_s = s.covered_s + excluded.covered_s, quantity = s.quantity + excluded.quantity,
            estimated = s.estimated + excluded.estimated, gaps = s.gaps + excluded.gaps
        )
        INSERT INTO series.interval_day AS s (day, point_id, park_id, enterprise_id, quarters, unsure, covered_s,
          quantity, estimated, gaps)
        SELECT * FROM change ORDER BY point_id, day, enterprise_id
        ON CONFLICT (point_id, day, enterprise_id) DO UPDATE SET
          quarters = s.quarters + excluded.quarters, unsure = s.unsure + excluded.unsure,
          covered_s = s.covered_s + excluded.covered_s, quantity = s.quantity + excluded.quantity,
          estimated = s.estimated + excluded.estimated, gaps = s.gaps + excluded.gaps;
        IF TG_OP <> 'INSERT' THEN
          DELETE FROM series.interval_day WHERE quarters = 0;
          DELETE FROM series.interval_month WHERE quarters = 0;
        END IF;
        RETURN NULL;
      END $function$
    $body$, kind, changed);
  END LOOP;
END $$;
CREATE OR REPLACE VIEW series.interval_day_of_quarters AS
  SELECT (i.start AT TIME ZONE p.timezone)::date AS day, i.point_id, i.park_id, i.enterprise_id,
    count(*)::int AS quarters, (count(*) FILTER (WHERE i.status BETWEEN 1 AND 3))::int AS unsure,
    sum(i.covered_s)::bigint AS covered_s, sum(i.quantity) AS quantity, sum(i.estimated) AS estimated,
    (count(*) FILTER (WHERE i.status = 1))::int AS gaps
  FROM series.interval i JOIN core.park p ON p.id = i.park_id GROUP BY 1, 2, 3, 4;

CREATE OR REPLACE FUNCTION core.rebuild_interval_sums(park int) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  looking text := current_setting('pc.park', true);
BEGIN
  PERFORM set_config('pc.park', park::text, true);
  LOCK TABLE series.interval IN SHARE MODE;
  DELETE FROM series.interval_day WHERE park_id = park;
  DELETE FROM series.interval_month WHERE park_id = park;
  INSERT INTO series.interval_day SELECT * FROM series.interval_day_of_quarters WHERE park_id = park;
  INSERT INTO series.interval_month
    SELECT date_trunc('month', day::timestamp)::date, point_id, park_id, enterprise_id, sum(quarters), sum(unsure),
      sum(covered_s), sum(quantity), sum(estimated), sum(gaps)
    FROM series.interval_day WHERE park_id = park GROUP BY 1, 2, 3, 4;
  PERFORM set_config('pc.park', coalesce(looking, ''), true);
END $$;

-- How many sums of the transaction's park are not what its intervals come to.
CREATE OR REPLACE FUNCTION core.unequal_interval_sums() RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
  WITH quarters AS (SELECT * FROM series.interval_day_of_quarters WHERE park_id = core.current_park()),
  days AS (SELECT * FROM series.interval_day WHERE park_id = core.current_park()),
  of_days AS (
    SELECT date_trunc('month', day::timestamp)::date AS day, point_id, park_id, enterprise_id,
      sum(quarters) AS quarters, sum(unsure) AS unsure, sum(covered_s) AS covered_s, sum(quantity) AS quantity,
      sum(estimated) AS estimated, sum(gaps) AS gaps
    FROM days GROUP BY 1, 2, 3, 4),
  months AS (SELECT * FROM series.interval_month WHERE park_id = core.current_park())
  SELECT (SELECT count(*) FROM (TABLE quarters EXCEPT ALL TABLE days) d)
    + (SELECT count(*) FROM (TABLE days EXCEPT ALL TABLE quarters) d)
    + (SELECT count(*) FROM (TABLE of_days EXCEPT ALL TABLE months) d)
    + (SELECT count(*) FROM (TABLE months EXCEPT ALL TABLE of_days) d);
END;
-- For the release before this one, which may still run.
CREATE VIEW core.point_day WITH (security_barrier) AS
  SELECT day, point_id, park_id, enterprise_id, quarters, quantity FROM core.interval_day;
GRANT SELECT ON core.point_day TO pc_app;
CREATE FUNCTION core.unequal_point_days() RETURNS bigint LANGUAGE sql IMMUTABLE RETURN 0;
CREATE FUNCTION core.rebuild_point_days(park int, point int) RETURNS void LANGUAGE sql AS '';
REVOKE ALL ON FUNCTION core.unequal_point_days(), core.rebuild_point_days(int, int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION core.unequal_point_days(), core.rebuild_point_days(int, int) TO pc_app;
