DROP FUNCTION core.accept_revision(bigint, text, text);
DROP INDEX core.reading_revision_open_idx;
ALTER TABLE core.reading_revision DROP COLUMN resolved_at, DROP COLUMN resolved_by, DROP COLUMN note;
DROP POLICY tenant ON core.reading_revision;
CREATE POLICY tenant ON core.reading_revision USING (park_id = core.current_park()
  AND core.current_enterprise() IS NULL);
DROP TABLE core.health_check;
