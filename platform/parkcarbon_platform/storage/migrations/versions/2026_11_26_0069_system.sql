-- What the page System tells administrators: when batches came and how many readings they hold, nothing of their content;
-- and by which migration the schema is.
CREATE POLICY directory ON core.batch FOR SELECT TO pc_directory USING (true);
GRANT SELECT (id, park_id, received_at, readings) ON core.batch TO pc_directory;
GRANT SELECT ON alembic_version TO pc_directory;
-- What came lately is found without reading all that ever came.
CREATE INDEX batch_lately_idx ON core.batch (park_id, received_at);
