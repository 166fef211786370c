-- Sums of intervals by point and local day (month) of the park, kept as those of the ledger are (0040): by triggers, in
-- the transaction that changes intervals. A year of a thousand meters is 12,000 rows of months instead of 35 million.
CREATE TABLE series.interval_day (
  day date NOT NULL,                            -- local
  point_id int NOT NULL,
  park_id int NOT NULL,
  enterprise_id int,
  quarters int NOT NULL, unsure int NOT NULL,   -- of them estimated, substituted or edited
  covered_s bigint NOT NULL,
  quantity numeric NOT NULL, estimated numeric NOT NULL,
  UNIQUE NULLS NOT DISTINCT (point_id, day, enterprise_id)
);
CREATE INDEX ON series.interval_day (park_id, day);
CREATE INDEX interval_day_empty ON series.interval_day (point_id) WHERE quarters = 0;
CREATE TABLE series.interval_month (            -- `day` is the first of the month
  LIKE series.interval_day,
  UNIQUE NULLS NOT DISTINCT (point_id, day, enterprise_id)
);
CREATE INDEX ON series.interval_month (park_id, day);
CREATE INDEX interval_month_empty ON series.interval_month (point_id) WHERE quarters = 0;

-- As core.interval: one's own, and before overseers nothing of who keeps its quarter hours to itself.
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['interval_day', 'interval_month'] LOOP
    EXECUTE format($view$
      CREATE VIEW core.%1$I WITH (security_barrier) AS
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
      CREATE FUNCTION core.interval_sums_%1$s() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = pg_catalog, pg_temp AS $function$
      BEGIN
        WITH change AS MATERIALIZED (
          SELECT (c.start AT TIME ZONE p.timezone)::date AS day, c.point_id, c.park_id, c.enterprise_id,
            sum(c.sign) AS quarters, sum(CASE WHEN c.status BETWEEN 1 AND 3 THEN c.sign ELSE 0 END) AS unsure,
            sum(c.sign * c.covered_s) AS covered_s, sum(c.sign * c.quantity::numeric) AS quantity,
            sum(c.sign * c.estimated::numeric) AS estimated
          FROM (%2$s) c JOIN core.park p ON p.id = c.park_id GROUP BY 1, 2, 3, 4
        ), months AS (
          INSERT INTO series.interval_month AS s (day, point_id, park_id, enterprise_id, quarters, unsure, covered_s,
            quantity, estimated)
          SELECT date_trunc('month', day::timestamp)::date, point_id, park_id, enterprise_id, sum(quarters),
            sum(unsure), sum(covered_s), sum(quantity), sum(estimated)
          FROM change GROUP BY 1, 2, 3, 4 ORDER BY 2, 1, 4
          ON CONFLICT (point_id, day, enterprise_id) DO UPDATE SET
            quarters = s.quarters + excluded.quarters, unsure = s.unsure + excluded.unsure,
            covered_s = s.covered_s + excluded.covered_s, quantity = s.quantity + excluded.quantity,
            estimated = s.estimated + excluded.estimated
        )
        INSERT INTO series.interval_day AS s (day, point_id, park_id, enterprise_id, quarters, unsure, covered_s,
          quantity, estimated)
        SELECT * FROM change ORDER BY point_id, day, enterprise_id
        ON CONFLICT (point_id, day, enterprise_id) DO UPDATE SET
          quarters = s.quarters + excluded.quarters, unsure = s.unsure + excluded.unsure,
          covered_s = s.covered_s + excluded.covered_s, quantity = s.quantity + excluded.quantity,
          estimated = s.estimated + excluded.estimated;
        IF TG_OP <> 'INSERT' THEN
          DELETE FROM series.interval_day WHERE quarters = 0;
          DELETE FROM series.interval_month WHERE quarters = 0;
        END IF;
        RETURN NULL;
      END $function$
    $body$, kind, changed);
  END LOOP;
END $$;
CREATE TRIGGER sums_insert AFTER INSERT ON series.interval REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION core.interval_sums_insert();
CREATE TRIGGER sums_update AFTER UPDATE ON series.interval REFERENCING NEW TABLE AS added OLD TABLE AS gone
  FOR EACH STATEMENT EXECUTE FUNCTION core.interval_sums_update();
CREATE TRIGGER sums_delete AFTER DELETE ON series.interval REFERENCING OLD TABLE AS gone
  FOR EACH STATEMENT EXECUTE FUNCTION core.interval_sums_delete();

-- What the sums have to be, from the intervals alone.
CREATE VIEW series.interval_day_of_quarters AS
  SELECT (i.start AT TIME ZONE p.timezone)::date AS day, i.point_id, i.park_id, i.enterprise_id,
    count(*)::int AS quarters, (count(*) FILTER (WHERE i.status BETWEEN 1 AND 3))::int AS unsure,
    sum(i.covered_s)::bigint AS covered_s, sum(i.quantity) AS quantity, sum(i.estimated) AS estimated
  FROM series.interval i JOIN core.park p ON p.id = i.park_id GROUP BY 1, 2, 3, 4;

CREATE FUNCTION core.rebuild_interval_sums(park int) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
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
      sum(covered_s), sum(quantity), sum(estimated)
    FROM series.interval_day WHERE park_id = park GROUP BY 1, 2, 3, 4;
  PERFORM set_config('pc.park', coalesce(looking, ''), true);
END $$;

-- How many sums of the transaction's park are not what its intervals come to.
CREATE FUNCTION core.unequal_interval_sums() RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
  WITH quarters AS (SELECT * FROM series.interval_day_of_quarters WHERE park_id = core.current_park()),
  days AS (SELECT * FROM series.interval_day WHERE park_id = core.current_park()),
  of_days AS (
    SELECT date_trunc('month', day::timestamp)::date AS day, point_id, park_id, enterprise_id,
      sum(quarters) AS quarters, sum(unsure) AS unsure, sum(covered_s) AS covered_s, sum(quantity) AS quantity,
      sum(estimated) AS estimated
    FROM days GROUP BY 1, 2, 3, 4),
  months AS (SELECT * FROM series.interval_month WHERE park_id = core.current_park())
  SELECT (SELECT count(*) FROM (TABLE quarters EXCEPT ALL TABLE days) d)
    + (SELECT count(*) FROM (TABLE days EXCEPT ALL TABLE quarters) d)
    + (SELECT count(*) FROM (TABLE of_days EXCEPT ALL TABLE months) d)
    + (SELECT count(*) FROM (TABLE months EXCEPT ALL TABLE of_days) d);
END;
REVOKE ALL ON FUNCTION core.rebuild_interval_sums(int), core.unequal_interval_sums() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION core.rebuild_interval_sums(int), core.unequal_interval_sums() TO pc_app;
ALTER TABLE core.park NO FORCE ROW LEVEL SECURITY;
-- Some 0.1 s a meter and year: no time limit for a statement holds in this transaction.
SET LOCAL statement_timeout = 0;
DO $$
DECLARE park int;
BEGIN
  FOR park IN SELECT id FROM core.park ORDER BY id LOOP
    PERFORM core.rebuild_interval_sums(park);
  END LOOP;
END $$;
ALTER TABLE core.park FORCE ROW LEVEL SECURITY;

CREATE FUNCTION core.park_moved_intervals() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM core.rebuild_interval_sums(NEW.id);
  RETURN NULL;
END $$;
CREATE TRIGGER moved_intervals AFTER UPDATE OF timezone ON core.park FOR EACH ROW
  WHEN (OLD.timezone <> NEW.timezone) EXECUTE FUNCTION core.park_moved_intervals();

-- Plans of the site: an image of the park's own, and shapes on it. Each save is a version, the newest counts; one
-- without an image says that there is none any more.
CREATE TABLE core.site_plan_image (
  id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  park_id int NOT NULL REFERENCES core.park,
  media_type text NOT NULL, width int NOT NULL, height int NOT NULL,
  size int NOT NULL, sha256 bytea NOT NULL, content bytea NOT NULL,
  author text NOT NULL, created_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE core.site_plan (
  id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  park_id int NOT NULL REFERENCES core.park,
  image_id int REFERENCES core.site_plan_image,
  author text NOT NULL, created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ON core.site_plan (park_id, id DESC);
CREATE TABLE core.site_plan_shape (
  plan_id int NOT NULL REFERENCES core.site_plan,
  number int NOT NULL,
  park_id int NOT NULL REFERENCES core.park,
  enterprise_id int REFERENCES core.enterprise, -- whose it is; null: the park's own
  kind text NOT NULL CHECK (kind IN ('enterprise', 'node')),
  code text NOT NULL,
  corners jsonb NOT NULL,                       -- [[x, y], ...] in 1/10000 of the width and the height
  PRIMARY KEY (plan_id, number)
);
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['site_plan_image', 'site_plan', 'site_plan_shape'] LOOP
    EXECUTE format('ALTER TABLE core.%I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE core.%I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('GRANT SELECT, INSERT ON core.%I TO pc_app', t);
  END LOOP;
END $$;
-- Whoever is in the park sees the image; of the shapes an enterprise sees its own. The park keeps them.
CREATE POLICY tenant ON core.site_plan_image USING (park_id = core.current_park())
  WITH CHECK (park_id = core.current_park() AND core.current_enterprise() IS NULL);
CREATE POLICY tenant ON core.site_plan USING (park_id = core.current_park())
  WITH CHECK (park_id = core.current_park() AND core.current_enterprise() IS NULL);
CREATE POLICY tenant ON core.site_plan_shape USING (park_id = core.current_park()
    AND (core.current_enterprise() IS NULL OR enterprise_id = core.current_enterprise()))
  WITH CHECK (park_id = core.current_park() AND core.current_enterprise() IS NULL);
-- In the audit log without its bytes.
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON core.site_plan_image FOR EACH ROW
  WHEN (current_setting('pc.audit', true) = 'on') EXECUTE FUNCTION core.audit_note('content');
