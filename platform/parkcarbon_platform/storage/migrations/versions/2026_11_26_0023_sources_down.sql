ALTER TABLE core.pending_difference DROP COLUMN gas_mg, DROP COLUMN locked_gas_mg;
DROP VIEW core.ledger_entry;
ALTER TABLE series.ledger_entry DROP COLUMN gas_mg;
CREATE VIEW core.ledger_entry WITH (security_barrier) AS
  SELECT * FROM series.ledger_entry
  WHERE park_id = (SELECT core.current_park())
    AND ((SELECT core.current_enterprise()) IS NULL OR enterprise_id = (SELECT core.current_enterprise()))
  WITH LOCAL CHECK OPTION;
GRANT SELECT, INSERT, UPDATE, DELETE ON core.ledger_entry TO pc_app;
DROP TABLE core.source_change;
-- An owner that is no superuser sees no row of any park while the policies are forced upon it.
ALTER TABLE core.emission_source NO FORCE ROW LEVEL SECURITY;
ALTER TABLE core.source_term NO FORCE ROW LEVEL SECURITY;
ALTER TABLE core.scene_share NO FORCE ROW LEVEL SECURITY;
ALTER TABLE core.finding NO FORCE ROW LEVEL SECURITY;
ALTER TABLE core.finding_note NO FORCE ROW LEVEL SECURITY;
ALTER TABLE core.pending_difference NO FORCE ROW LEVEL SECURITY;
CREATE TEMPORARY TABLE lost ON COMMIT DROP AS SELECT id FROM core.emission_source WHERE gas <> 'CO2' OR biogenic
  OR category NOT IN ('purchased_electricity', 'purchased_heat', 'stationary_combustion', 'mobile_combustion', 'process');
DELETE FROM core.finding WHERE source_id IN (SELECT id FROM lost);
DELETE FROM core.finding_note WHERE source_id IN (SELECT id FROM lost);
DELETE FROM core.pending_difference WHERE source_id IN (SELECT id FROM lost);
DELETE FROM core.source_term WHERE source_id IN (SELECT id FROM lost);
DELETE FROM core.scene_share WHERE source_id IN (SELECT id FROM lost);
DELETE FROM series.ledger_entry WHERE source_id IN (SELECT id FROM lost);
UPDATE core.emission_source SET replaces_id = NULL;
DELETE FROM core.emission_source WHERE id IN (SELECT id FROM lost);
ALTER TABLE core.emission_source FORCE ROW LEVEL SECURITY;
ALTER TABLE core.source_term FORCE ROW LEVEL SECURITY;
ALTER TABLE core.scene_share FORCE ROW LEVEL SECURITY;
ALTER TABLE core.finding FORCE ROW LEVEL SECURITY;
ALTER TABLE core.finding_note FORCE ROW LEVEL SECURITY;
ALTER TABLE core.pending_difference FORCE ROW LEVEL SECURITY;
ALTER TABLE core.emission_source
  DROP COLUMN gas, DROP COLUMN unit_code, DROP COLUMN scope3_category, DROP COLUMN biogenic,
  DROP COLUMN valid_from, DROP COLUMN valid_to, DROP COLUMN replaces_id,
  DROP CONSTRAINT emission_source_category_check;
ALTER TABLE core.emission_source ADD CONSTRAINT emission_source_category_check CHECK (category IN
  ('purchased_electricity', 'purchased_heat', 'stationary_combustion', 'mobile_combustion', 'process'));
