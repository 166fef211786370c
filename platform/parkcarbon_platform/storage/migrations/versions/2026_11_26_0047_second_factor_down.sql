DROP POLICY own ON core.quarantine;
CREATE POLICY own ON core.quarantine FOR SELECT TO pc_app USING (park_id = core.current_park()
  AND (EXISTS (SELECT FROM core.device d WHERE d.id = device_id AND d.enterprise_id = core.current_enterprise())
       OR EXISTS (SELECT FROM core.edge e WHERE e.id = edge_id AND e.enterprise_id = core.current_enterprise())));
DROP TRIGGER moved ON core.device;
DROP FUNCTION core.device_moved();
ALTER TABLE core.device DROP COLUMN owned_since;
DROP TABLE identity.sso_identity;
DROP TABLE identity.park_policy;
ALTER TABLE identity.session DROP COLUMN second_factor;
DROP TABLE identity.recovery_code;
DROP TABLE identity.second_factor;
