ALTER TABLE core.emission_source DROP CONSTRAINT emission_source_category_check;
ALTER TABLE core.emission_source
  ADD CONSTRAINT emission_source_category_check CHECK (category IN
    ('stationary_combustion', 'mobile_combustion', 'conversion', 'purchased_electricity', 'purchased_heat', 'process',
     'fugitive', 'wastewater', 'waste', 'scope3', 'sink')),
  ADD COLUMN gas text NOT NULL DEFAULT 'CO2',
  ADD COLUMN unit_code text,                    -- the plant whose balance it belongs to, e.g. a coking plant
  ADD COLUMN scope3_category int CHECK (scope3_category BETWEEN 1 AND 15),
  ADD COLUMN biogenic boolean NOT NULL DEFAULT false,
  ADD COLUMN valid_from date, ADD COLUMN valid_to date,  -- local days, both inclusive; null: open
  ADD COLUMN replaces_id int REFERENCES core.emission_source,
  ADD CHECK ((scope = 3) = (scope3_category IS NOT NULL)),
  ADD CHECK (valid_from <= valid_to);

-- What somebody did to a source, and why; never edited.
CREATE TABLE core.source_change (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  park_id int NOT NULL REFERENCES core.park,
  enterprise_id int REFERENCES core.enterprise,
  source_id int REFERENCES core.emission_source ON DELETE SET NULL,
  code text NOT NULL,
  action text NOT NULL CHECK (action IN ('created', 'changed', 'ended', 'replaced', 'scenes', 'deleted')),
  body jsonb NOT NULL,
  reason text NOT NULL, author text NOT NULL, created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ON core.source_change (park_id, source_id);
ALTER TABLE core.source_change ENABLE ROW LEVEL SECURITY;
ALTER TABLE core.source_change FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON core.source_change USING (park_id = core.current_park()
  AND (core.current_enterprise() IS NULL OR enterprise_id = core.current_enterprise()));
GRANT SELECT, INSERT ON core.source_change TO pc_app;
-- Deleting a source that never had a figure keeps what was said of it.
GRANT UPDATE (source_id) ON core.source_change TO pc_app;

-- The mass of what is in no CO2 total: other gases, biogenic CO2, sinks. Null (the usual): nothing.
ALTER TABLE series.ledger_entry ADD COLUMN gas_mg bigint;
CREATE OR REPLACE VIEW core.ledger_entry WITH (security_barrier) AS
  SELECT * FROM series.ledger_entry
  WHERE park_id = (SELECT core.current_park())
    AND ((SELECT core.current_enterprise()) IS NULL OR enterprise_id = (SELECT core.current_enterprise()))
  WITH LOCAL CHECK OPTION;
ALTER TABLE core.pending_difference ADD COLUMN gas_mg bigint, ADD COLUMN locked_gas_mg bigint;
