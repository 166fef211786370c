-- What a rule found wrong with a point's readings or a source's calculation, for people to look at.
CREATE TABLE core.finding (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  park_id int NOT NULL REFERENCES core.park,
  enterprise_id int REFERENCES core.enterprise,
  point_id int REFERENCES core.point,
  source_id int REFERENCES core.emission_source,
  rule text NOT NULL,                           -- gap, reset, spike, ... | factor_missing, reference_state, unit
  severity text NOT NULL CHECK (severity IN ('information', 'warning', 'error')),
  time timestamptz NOT NULL,                    -- where in the data
  detail text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  CHECK ((point_id IS NULL) <> (source_id IS NULL))
);
CREATE UNIQUE INDEX finding_point_idx ON core.finding (point_id, time, rule) WHERE point_id IS NOT NULL;
CREATE UNIQUE INDEX finding_source_idx ON core.finding (source_id, rule) WHERE source_id IS NOT NULL;
CREATE INDEX finding_park_idx ON core.finding (park_id, time);
ALTER TABLE core.finding ENABLE ROW LEVEL SECURITY;
ALTER TABLE core.finding FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON core.finding USING (park_id = core.current_park()
  AND (core.current_enterprise() IS NULL OR enterprise_id = core.current_enterprise()));
GRANT SELECT, INSERT, UPDATE, DELETE ON core.finding TO pc_app;

-- One job a park that counts the failures of its settlement.
CREATE UNIQUE INDEX job_settle_idx ON core.job (park_id) WHERE kind = 'settle';
GRANT SELECT (kind) ON core.job TO pc_directory;
