-- An optional set counts only in the parks that have adopted it.
ALTER TABLE factors.factor_set ADD COLUMN optional boolean NOT NULL DEFAULT false, ADD COLUMN published date;

-- What parks and enterprises determined themselves stands among the versions, seen by nobody else.
ALTER TABLE factors.factor_version ADD COLUMN park_id int REFERENCES core.park,
  ADD COLUMN enterprise_id int REFERENCES core.enterprise;
ALTER TABLE factors.factor_version DROP CONSTRAINT factor_version_factor_region_version_gas_set_id_key;
CREATE UNIQUE INDEX factor_version_key ON factors.factor_version
  (factor, region, version, gas, set_id, park_id, enterprise_id) NULLS NOT DISTINCT;
CREATE INDEX ON factors.factor_version (park_id) WHERE park_id IS NOT NULL;
INSERT INTO factors.factor_set (code, title, publisher, licence, sha256)
  VALUES ('own', 'Own factors of the park and its enterprises', '园区或企业自行测定 (determined by the park or enterprise)',
    'Not published.', ''::bytea);
ALTER TABLE factors.factor_version ENABLE ROW LEVEL SECURITY;
CREATE POLICY everyone ON factors.factor_version FOR SELECT USING (park_id IS NULL);
CREATE POLICY tenant ON factors.factor_version TO pc_app USING (park_id = core.current_park()
  AND (core.current_enterprise() IS NULL OR enterprise_id IS NULL OR enterprise_id = core.current_enterprise()))
  WITH CHECK (park_id = core.current_park()
  AND (core.current_enterprise() IS NULL OR enterprise_id = core.current_enterprise()));
GRANT INSERT ON factors.factor_version TO pc_app;

-- Which sets a park uses, in order; the newest row is in force.
CREATE TABLE core.factor_adoption (
  id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  park_id int NOT NULL REFERENCES core.park,
  sets text[] NOT NULL CHECK (cardinality(sets) > 0),
  reason text NOT NULL, author text NOT NULL, created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ON core.factor_adoption (park_id, id);

-- A factor somebody determined: proposed with its evidence, decided on by somebody else.
CREATE TABLE core.own_factor (
  id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  park_id int NOT NULL REFERENCES core.park,
  enterprise_id int REFERENCES core.enterprise,       -- null: for the whole park
  factor text NOT NULL, version text NOT NULL, gas text NOT NULL,
  value numeric NOT NULL CHECK (value >= 0), unit text NOT NULL, region text NOT NULL,
  valid_from date NOT NULL, valid_to date CHECK (valid_to >= valid_from),
  reference_state text,
  citation text NOT NULL, evidence_id bigint NOT NULL REFERENCES core.evidence,
  author text NOT NULL, created_at timestamptz NOT NULL DEFAULT now(),
  state text NOT NULL DEFAULT 'proposed' CHECK (state IN ('proposed', 'approved', 'rejected', 'withdrawn')),
  decided_by text, decided_at timestamptz, note text,
  version_id int REFERENCES factors.factor_version
);
CREATE INDEX ON core.own_factor (park_id, id);

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['factor_adoption', 'own_factor'] LOOP
    EXECUTE format('ALTER TABLE core.%I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE core.%I FORCE ROW LEVEL SECURITY', t);
  END LOOP;
END $$;
CREATE POLICY tenant ON core.factor_adoption USING (park_id = core.current_park());
GRANT SELECT, INSERT ON core.factor_adoption TO pc_app;
-- An enterprise sees the park's own factors, which price its sources, too.
CREATE POLICY tenant ON core.own_factor USING (park_id = core.current_park()
  AND (core.current_enterprise() IS NULL OR enterprise_id IS NULL OR enterprise_id = core.current_enterprise()))
  WITH CHECK (park_id = core.current_park()
  AND (core.current_enterprise() IS NULL OR enterprise_id = core.current_enterprise()));
GRANT SELECT, INSERT, UPDATE ON core.own_factor TO pc_app;

ALTER TABLE core.job DROP CONSTRAINT job_state_check;
ALTER TABLE core.job ADD CONSTRAINT job_state_check
  CHECK (state IN ('queued', 'running', 'done', 'failed', 'dead', 'cancelled')),
  ADD COLUMN author text, ADD COLUMN result jsonb;
