-- A run keeps its data as they were taken (a file, or the ledger as known at a time), so that it can be done again to the digit.
CREATE TABLE core.analysis_run (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  park_id int NOT NULL REFERENCES core.park,
  enterprise_id int REFERENCES core.enterprise,       -- null: of the whole park
  kind text NOT NULL CHECK (kind IN ('lmdi', 'stirpat', 'decoupling')),
  title text NOT NULL,
  source text NOT NULL CHECK (source IN ('table', 'park')),
  options jsonb NOT NULL,
  data jsonb,                                         -- null: not taken from the ledger yet
  ledger_known_at timestamptz,
  seed bigint NOT NULL,
  code_version text NOT NULL,
  state text NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'running', 'done', 'refused', 'failed', 'cancelled')),
  progress real NOT NULL DEFAULT 0,
  job_id bigint,
  author text NOT NULL, created_at timestamptz NOT NULL DEFAULT now(), finished_at timestamptz,
  results jsonb, results_sha256 text,
  refusal jsonb                                       -- code, message, remedy, facts: why the data cannot bear it
);
CREATE INDEX ON core.analysis_run (park_id, id);
ALTER TABLE core.analysis_run ENABLE ROW LEVEL SECURITY;
ALTER TABLE core.analysis_run FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON core.analysis_run USING (park_id = core.current_park()
  AND (core.current_enterprise() IS NULL OR enterprise_id = core.current_enterprise()));
GRANT SELECT, INSERT, UPDATE ON core.analysis_run TO pc_app;
