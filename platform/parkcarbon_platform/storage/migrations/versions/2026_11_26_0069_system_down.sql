DROP INDEX core.batch_lately_idx;
REVOKE SELECT ON alembic_version FROM pc_directory;
REVOKE SELECT (id, park_id, received_at, readings) ON core.batch FROM pc_directory;
DROP POLICY directory ON core.batch;
