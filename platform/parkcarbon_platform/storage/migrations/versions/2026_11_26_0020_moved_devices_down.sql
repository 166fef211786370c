DROP FUNCTION core.codes_in_use();
DROP POLICY own ON core.quarantine;
DROP POLICY tenant ON core.broker_login;
CREATE POLICY tenant ON core.broker_login USING (park_id = core.current_park()
  AND (core.current_enterprise() IS NULL OR enterprise_id = core.current_enterprise()));
DROP POLICY tenant ON core.device_mapping;
CREATE POLICY tenant ON core.device_mapping USING (park_id = core.current_park()
  AND (core.current_enterprise() IS NULL OR enterprise_id = core.current_enterprise()));
