-- Files that people asked for, made in the background and kept for a while.
CREATE TABLE core.export (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  park_id int NOT NULL REFERENCES core.park,
  enterprise_id int REFERENCES core.enterprise,       -- null: of the whole park
  kind text NOT NULL CHECK (kind IN ('inventory_report', 'verification_pack')),
  arguments jsonb NOT NULL,
  state text NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'running', 'done', 'failed')),
  progress real NOT NULL DEFAULT 0,
  error text,
  name text, media_type text, size bigint, sha256 bytea, content bytea,
  manifest jsonb,                                     -- what a pack says of itself: digests of what it rests on
  author text NOT NULL, created_at timestamptz NOT NULL DEFAULT now(), finished_at timestamptz
);
CREATE INDEX ON core.export (park_id, id);
ALTER TABLE core.export ENABLE ROW LEVEL SECURITY;
ALTER TABLE core.export FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON core.export USING (park_id = core.current_park()
  AND (core.current_enterprise() IS NULL OR enterprise_id = core.current_enterprise()));
GRANT SELECT, INSERT, UPDATE, DELETE ON core.export TO pc_app;
