-- A meter that was moved to another enterprise takes its mapping and its log-ins with it: whoever sees the meter sees them.
-- By the enterprise that the rows were written under, the new owner saw nothing and could not write either.
DROP POLICY tenant ON core.device_mapping;
CREATE POLICY tenant ON core.device_mapping USING (park_id = core.current_park()
  AND (core.current_enterprise() IS NULL OR EXISTS (SELECT FROM core.device d WHERE d.id = device_id
       AND d.enterprise_id = core.current_enterprise())));
DROP POLICY tenant ON core.broker_login;
CREATE POLICY tenant ON core.broker_login USING (park_id = core.current_park()
  AND (core.current_enterprise() IS NULL
       OR (device_id IS NULL AND enterprise_id = core.current_enterprise())
       OR EXISTS (SELECT FROM core.device d WHERE d.id = device_id AND d.enterprise_id = core.current_enterprise())));

-- What an enterprise's own meters and edges sent and nobody could store.
CREATE POLICY own ON core.quarantine FOR SELECT TO pc_app USING (park_id = core.current_park()
  AND (EXISTS (SELECT FROM core.device d WHERE d.id = device_id AND d.enterprise_id = core.current_enterprise())
       OR EXISTS (SELECT FROM core.edge e WHERE e.id = edge_id AND e.enterprise_id = core.current_enterprise())));

-- The codes of all meters and points of the park, whosoever they are: of a code that is taken nobody is told more.
-- (Set within: only a superuser may make a function that sets a parameter of our own by its declaration.)
CREATE FUNCTION core.codes_in_use() RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE
  enterprise text := current_setting('pc.enterprise', true);
BEGIN
  PERFORM set_config('pc.enterprise', '', true);
  RETURN QUERY SELECT code FROM core.device UNION ALL SELECT code FROM core.point;
  PERFORM set_config('pc.enterprise', coalesce(enterprise, ''), true);
END $$;
