ALTER TABLE core.health_check DROP COLUMN budgets_at;
ALTER TABLE core.finding_note NO FORCE ROW LEVEL SECURITY;
DELETE FROM core.finding_note WHERE budget IS NOT NULL;
ALTER TABLE core.finding_note FORCE ROW LEVEL SECURITY;
ALTER TABLE core.finding_note DROP CONSTRAINT finding_note_check, DROP COLUMN budget,
  ADD CONSTRAINT finding_note_check CHECK ((point_id IS NULL) <> (source_id IS NULL));
ALTER TABLE core.finding NO FORCE ROW LEVEL SECURITY;
DELETE FROM core.finding WHERE budget IS NOT NULL;
ALTER TABLE core.finding FORCE ROW LEVEL SECURITY;
ALTER TABLE core.finding DROP CONSTRAINT finding_check, DROP COLUMN budget,
  ADD CONSTRAINT finding_check CHECK ((point_id IS NULL) <> (source_id IS NULL));
DROP TABLE core.budget;
