DROP INDEX core.quarantine_device_idx;
ALTER TABLE core.quarantine DROP COLUMN device_id;
-- An owner that is no superuser sees no row of any park while the policies are forced upon it.
ALTER TABLE core.quarantine NO FORCE ROW LEVEL SECURITY;
ALTER TABLE core.reading_revision NO FORCE ROW LEVEL SECURITY;
ALTER TABLE core.batch NO FORCE ROW LEVEL SECURITY;
-- Batches of meters have no place without it. Their readings stay; where these came from is lost.
DELETE FROM core.quarantine WHERE batch_id IN (SELECT id FROM core.batch WHERE device_id IS NOT NULL);
DELETE FROM core.reading_revision WHERE batch_id IN (SELECT id FROM core.batch WHERE device_id IS NOT NULL);
DELETE FROM core.batch WHERE device_id IS NOT NULL;
ALTER TABLE core.quarantine FORCE ROW LEVEL SECURITY;
ALTER TABLE core.reading_revision FORCE ROW LEVEL SECURITY;
ALTER TABLE core.batch FORCE ROW LEVEL SECURITY;
DROP INDEX core.batch_device_idx;
ALTER TABLE core.batch
  DROP CONSTRAINT batch_sender_check, DROP COLUMN device_id, DROP COLUMN topic, DROP COLUMN mapping_version,
  ALTER COLUMN edge_id SET NOT NULL, ALTER COLUMN spool SET NOT NULL, ALTER COLUMN seq SET NOT NULL;
DROP POLICY ingest ON core.device;
REVOKE SELECT ON core.device FROM pc_ingest;
DROP TABLE core.device_mapping;
