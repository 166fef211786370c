-- Sums of the current ledger hours by source, factor version and local day (month) of the park. Triggers keep them in
-- the transaction that changes hours, whoever changes them; a year of a thousand sources is 12,000 rows of months
-- instead of 8.76 million hours. Amounts are numeric: an hour holds what 64 bits hold, a sum of hours may be more.
CREATE TABLE series.ledger_day (
  day date NOT NULL,                            -- local
  source_id int NOT NULL,
  park_id int NOT NULL,
  enterprise_id int,
  factor_version_id int NOT NULL,
  fallback boolean NOT NULL,
  hours int NOT NULL, provisional int NOT NULL, -- of them not settled yet
  covered_s bigint NOT NULL,
  quantity numeric NOT NULL, estimated numeric NOT NULL,
  co2_mg numeric NOT NULL, gas_mg numeric NOT NULL,
  UNIQUE NULLS NOT DISTINCT (source_id, day, factor_version_id, fallback, enterprise_id)
);
CREATE INDEX ON series.ledger_day (park_id, day);
CREATE INDEX ledger_day_empty ON series.ledger_day (source_id) WHERE hours = 0;
CREATE TABLE series.ledger_month (              -- `day` is the first of the month
  LIKE series.ledger_day,
  UNIQUE NULLS NOT DISTINCT (source_id, day, factor_version_id, fallback, enterprise_id)
);
CREATE INDEX ON series.ledger_month (park_id, day);
CREATE INDEX ledger_month_empty ON series.ledger_month (source_id) WHERE hours = 0;

CREATE VIEW core.ledger_day WITH (security_barrier) AS
  SELECT * FROM series.ledger_day
  WHERE park_id = (SELECT core.current_park())
    AND ((SELECT core.current_enterprise()) IS NULL OR enterprise_id = (SELECT core.current_enterprise()));
CREATE VIEW core.ledger_month WITH (security_barrier) AS
  SELECT * FROM series.ledger_month
  WHERE park_id = (SELECT core.current_park())
    AND ((SELECT core.current_enterprise()) IS NULL OR enterprise_id = (SELECT core.current_enterprise()));
GRANT SELECT ON core.ledger_day, core.ledger_month TO pc_app;

-- The sums that make up the local days [since, until): whole months as such, the days before and after them.
CREATE FUNCTION core.ledger_between(since date, until date) RETURNS SETOF core.ledger_day
LANGUAGE sql STABLE PARALLEL SAFE BEGIN ATOMIC
  SELECT * FROM core.ledger_month
    WHERE day >= date_trunc('month', since::timestamp + interval '1 month - 1 day')::date
      AND day < date_trunc('month', until::timestamp)::date
  UNION ALL SELECT * FROM core.ledger_day
    WHERE day >= since
      AND day < least(until, date_trunc('month', since::timestamp + interval '1 month - 1 day')::date)
  UNION ALL SELECT * FROM core.ledger_day
    WHERE day >= greatest(date_trunc('month', since::timestamp + interval '1 month - 1 day')::date,
                          date_trunc('month', until::timestamp)::date)
      AND day < until;
END;

-- One function for what was added, one for what was changed, one for what is gone: each adds the difference.
DO $$
DECLARE
  current text := 'SELECT %s AS sign, * FROM %I WHERE superseded_at IS NULL';
  kind text; changed text;
BEGIN
  FOREACH kind IN ARRAY ARRAY['insert', 'update', 'delete'] LOOP
    changed := CASE kind
      WHEN 'insert' THEN format(current, 1, 'added')
      WHEN 'delete' THEN format(current, -1, 'gone')
      ELSE format(current, 1, 'added') || ' UNION ALL ' || format(current, -1, 'gone') END;
    EXECUTE format($body$
      CREATE FUNCTION core.ledger_sums_%1$s() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = pg_catalog, pg_temp AS $function$
      BEGIN
        WITH change AS MATERIALIZED (
          SELECT (c.hour AT TIME ZONE p.timezone)::date AS day, c.source_id, c.park_id, c.enterprise_id,
            c.factor_version_id, c.fallback, sum(c.sign) AS hours,
            sum(CASE WHEN c.state = 0 THEN c.sign ELSE 0 END) AS provisional,
            sum(c.sign * c.covered_s) AS covered_s, sum(c.sign * c.quantity::numeric) AS quantity,
            sum(c.sign * c.estimated::numeric) AS estimated, sum(c.sign * c.co2_mg::numeric) AS co2_mg,
            sum(c.sign * coalesce(c.gas_mg, 0)::numeric) AS gas_mg
          FROM (%2$s) c JOIN core.park p ON p.id = c.park_id GROUP BY 1, 2, 3, 4, 5, 6
        ), months AS (
          INSERT INTO series.ledger_month AS s (day, source_id, park_id, enterprise_id, factor_version_id, fallback,
            hours, provisional, covered_s, quantity, estimated, co2_mg, gas_mg)
          SELECT date_trunc('month', day::timestamp)::date, source_id, park_id, enterprise_id, factor_version_id, fallback,
            sum(hours), sum(provisional), sum(covered_s), sum(quantity), sum(estimated), sum(co2_mg), sum(gas_mg)
          FROM change GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY 2, 1, 5, 6, 4
          ON CONFLICT (source_id, day, factor_version_id, fallback, enterprise_id) DO UPDATE SET
            hours = s.hours + excluded.hours, provisional = s.provisional + excluded.provisional,
            covered_s = s.covered_s + excluded.covered_s, quantity = s.quantity + excluded.quantity,
            estimated = s.estimated + excluded.estimated, co2_mg = s.co2_mg + excluded.co2_mg,
            gas_mg = s.gas_mg + excluded.gas_mg
        )
        INSERT INTO series.ledger_day AS s (day, source_id, park_id, enterprise_id, factor_version_id, fallback,
          hours, provisional, covered_s, quantity, estimated, co2_mg, gas_mg)
        SELECT * FROM change ORDER BY source_id, day, factor_version_id, fallback, enterprise_id
        ON CONFLICT (source_id, day, factor_version_id, fallback, enterprise_id) DO UPDATE SET
          hours = s.hours + excluded.hours, provisional = s.provisional + excluded.provisional,
          covered_s = s.covered_s + excluded.covered_s, quantity = s.quantity + excluded.quantity,
          estimated = s.estimated + excluded.estimated, co2_mg = s.co2_mg + excluded.co2_mg,
          gas_mg = s.gas_mg + excluded.gas_mg;
        IF TG_OP <> 'INSERT' THEN
          DELETE FROM series.ledger_day WHERE hours = 0;
          DELETE FROM series.ledger_month WHERE hours = 0;
        END IF;
        RETURN NULL;
      END $function$
    $body$, kind, changed);
  END LOOP;
END $$;
CREATE TRIGGER sums_insert AFTER INSERT ON series.ledger_entry REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION core.ledger_sums_insert();
CREATE TRIGGER sums_update AFTER UPDATE ON series.ledger_entry REFERENCING NEW TABLE AS added OLD TABLE AS gone
  FOR EACH STATEMENT EXECUTE FUNCTION core.ledger_sums_update();
CREATE TRIGGER sums_delete AFTER DELETE ON series.ledger_entry REFERENCING OLD TABLE AS gone
  FOR EACH STATEMENT EXECUTE FUNCTION core.ledger_sums_delete();

-- What the sums have to be, from the hours alone.
CREATE VIEW series.ledger_day_of_hours AS
  SELECT (l.hour AT TIME ZONE p.timezone)::date AS day, l.source_id, l.park_id, l.enterprise_id,
    l.factor_version_id, l.fallback, count(*)::int AS hours, (count(*) FILTER (WHERE l.state = 0))::int AS provisional,
    sum(l.covered_s)::bigint AS covered_s, sum(l.quantity) AS quantity, sum(l.estimated) AS estimated,
    sum(l.co2_mg) AS co2_mg, coalesce(sum(l.gas_mg), 0) AS gas_mg
  FROM series.ledger_entry l JOIN core.park p ON p.id = l.park_id
  WHERE l.superseded_at IS NULL GROUP BY 1, 2, 3, 4, 5, 6;

-- Add a park's ledger up again; settlement waits for it. (An owner who is no superuser sees its park as others do.)
CREATE FUNCTION core.rebuild_ledger_sums(park int) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  looking text := current_setting('pc.park', true);
BEGIN
  PERFORM set_config('pc.park', park::text, true);
  LOCK TABLE series.ledger_entry IN SHARE MODE;
  DELETE FROM series.ledger_day WHERE park_id = park;
  DELETE FROM series.ledger_month WHERE park_id = park;
  INSERT INTO series.ledger_day SELECT * FROM series.ledger_day_of_hours WHERE park_id = park;
  INSERT INTO series.ledger_month
    SELECT date_trunc('month', day::timestamp)::date, source_id, park_id, enterprise_id, factor_version_id, fallback,
      sum(hours), sum(provisional), sum(covered_s), sum(quantity), sum(estimated), sum(co2_mg), sum(gas_mg)
    FROM series.ledger_day WHERE park_id = park GROUP BY 1, 2, 3, 4, 5, 6;
  PERFORM set_config('pc.park', coalesce(looking, ''), true);
END $$;

-- How many sums of the transaction's park are not what its hours come to.
CREATE FUNCTION core.unequal_ledger_sums() RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
  WITH hours AS (SELECT * FROM series.ledger_day_of_hours WHERE park_id = core.current_park()),
  days AS (SELECT * FROM series.ledger_day WHERE park_id = core.current_park()),
  of_days AS (
    SELECT date_trunc('month', day::timestamp)::date AS day, source_id, park_id, enterprise_id, factor_version_id,
      fallback, sum(hours) AS hours, sum(provisional) AS provisional, sum(covered_s) AS covered_s,
      sum(quantity) AS quantity, sum(estimated) AS estimated, sum(co2_mg) AS co2_mg, sum(gas_mg) AS gas_mg
    FROM days GROUP BY 1, 2, 3, 4, 5, 6),
  months AS (SELECT * FROM series.ledger_month WHERE park_id = core.current_park())
  SELECT (SELECT count(*) FROM (TABLE hours EXCEPT ALL TABLE days) d)
    + (SELECT count(*) FROM (TABLE days EXCEPT ALL TABLE hours) d)
    + (SELECT count(*) FROM (TABLE of_days EXCEPT ALL TABLE months) d)
    + (SELECT count(*) FROM (TABLE months EXCEPT ALL TABLE of_days) d);
END;
REVOKE ALL ON FUNCTION core.rebuild_ledger_sums(int), core.unequal_ledger_sums() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION core.rebuild_ledger_sums(int), core.unequal_ledger_sums() TO pc_app;
ALTER TABLE core.park NO FORCE ROW LEVEL SECURITY;
SELECT core.rebuild_ledger_sums(id) FROM core.park ORDER BY id;
ALTER TABLE core.park FORCE ROW LEVEL SECURITY;

-- Another time zone, other days.
CREATE FUNCTION core.park_moved() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM core.rebuild_ledger_sums(NEW.id);
  RETURN NULL;
END $$;
CREATE TRIGGER moved AFTER UPDATE OF timezone ON core.park FOR EACH ROW
  WHEN (OLD.timezone <> NEW.timezone) EXECUTE FUNCTION core.park_moved();
