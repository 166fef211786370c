-- The newest reading of each of these points: behind the barrier of core.reading a LIMIT stops nothing, and what
-- was looked at was every reading of a point in the span. Who sees what is said as that view says it.
CREATE FUNCTION core.last_readings(points int[]) RETURNS TABLE (
  point_id int, "time" timestamptz, value double precision, exact numeric, quality bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN QUERY
    SELECT p.id, r."time", r.value, r.exact, r.quality
    FROM core.point p
    CROSS JOIN LATERAL (
      SELECT l."time", l.value, l.exact, l.quality FROM series.reading l
      WHERE l.point_id = p.id ORDER BY l."time" DESC LIMIT 1) r
    WHERE p.id = ANY (points) AND p.park_id = (SELECT core.current_park())
      AND ((SELECT core.current_enterprise()) IS NULL OR p.enterprise_id = (SELECT core.current_enterprise()))
      AND (NOT (SELECT core.is_overseer()) OR p.enterprise_id IS NULL
           OR p.enterprise_id <> ALL ((SELECT core.withheld('intervals'))::int[]));
END $$;
REVOKE ALL ON FUNCTION core.last_readings(int[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION core.last_readings(int[]) TO pc_app;
