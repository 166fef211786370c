-- An owner that is no superuser sees no row of any park while the policies are forced upon it.
ALTER TABLE core.job NO FORCE ROW LEVEL SECURITY;
DELETE FROM core.job WHERE state = 'cancelled';
ALTER TABLE core.job FORCE ROW LEVEL SECURITY;
ALTER TABLE core.job DROP COLUMN author, DROP COLUMN result, DROP CONSTRAINT job_state_check;
ALTER TABLE core.job ADD CONSTRAINT job_state_check
  CHECK (state IN ('queued', 'running', 'done', 'failed', 'dead'));
DROP TABLE core.own_factor, core.factor_adoption;
DROP POLICY tenant ON factors.factor_version;
DROP POLICY everyone ON factors.factor_version;
ALTER TABLE factors.factor_version DISABLE ROW LEVEL SECURITY;
REVOKE INSERT ON factors.factor_version FROM pc_app;
DELETE FROM factors.factor_version WHERE park_id IS NOT NULL;
DELETE FROM factors.factor_set WHERE code = 'own';
DROP INDEX factors.factor_version_key;
ALTER TABLE factors.factor_version DROP COLUMN park_id, DROP COLUMN enterprise_id;
ALTER TABLE factors.factor_version ADD UNIQUE (factor, region, version, gas, set_id);
ALTER TABLE factors.factor_set DROP COLUMN optional, DROP COLUMN published;
