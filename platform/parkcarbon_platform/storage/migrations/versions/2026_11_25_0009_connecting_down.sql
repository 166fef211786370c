DROP TABLE core.edge_token, core.broker_login;
DROP POLICY seen ON core.edge;
DROP POLICY tenant ON core.edge;
CREATE POLICY tenant ON core.edge USING (park_id = core.current_park());
ALTER TABLE core.edge
  DROP COLUMN enterprise_id, DROP COLUMN created_at, DROP COLUMN created_by,
  DROP COLUMN enrolled_at, DROP COLUMN enrolled_host, DROP COLUMN enrolled_version;
