-- Every configuration that somebody wanted an edge to have; version 0 is what the edge itself has in its file.
CREATE TABLE core.edge_config (
  park_id int NOT NULL REFERENCES core.park,
  enterprise_id int REFERENCES core.enterprise,
  edge_id int NOT NULL REFERENCES core.edge,
  version bigint NOT NULL CHECK (version >= 0),
  connector jsonb NOT NULL,                     -- sections as the edge reads them
  secrets jsonb NOT NULL DEFAULT '{}',          -- texts by name; never shown again
  sha256 text,                                  -- of the edge's file that version 0 is from
  author text NOT NULL, created_at timestamptz NOT NULL DEFAULT now(),
  published_at timestamptz,                     -- the broker has it; null: it has to be published
  acknowledged_at timestamptz,                  -- the edge said that it is in force
  refused_at timestamptz, error text,           -- the edge said why it is not
  PRIMARY KEY (edge_id, version)
);
CREATE INDEX ON core.edge_config (edge_id) WHERE published_at IS NULL AND version > 0;

CREATE TABLE core.edge_command (
  id uuid PRIMARY KEY,
  park_id int NOT NULL REFERENCES core.park,
  enterprise_id int REFERENCES core.enterprise,
  edge_id int NOT NULL REFERENCES core.edge,
  kind text NOT NULL, args jsonb NOT NULL DEFAULT '{}',   -- secrets are taken out once it is sent
  author text NOT NULL, created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  sent_at timestamptz,
  replied_at timestamptz, reply jsonb
);
CREATE INDEX ON core.edge_command (edge_id, created_at);
CREATE INDEX ON core.edge_command (expires_at) WHERE sent_at IS NULL;

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['edge_config', 'edge_command'] LOOP
    EXECUTE format('ALTER TABLE core.%I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE core.%I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY tenant ON core.%I USING (park_id = core.current_park()
      AND (core.current_enterprise() IS NULL OR enterprise_id = core.current_enterprise()))', t);
    EXECUTE format('GRANT SELECT, INSERT ON core.%I TO pc_app', t);
    -- The process `control` speaks with the edges of all parks, as the ingest does.
    EXECUTE format('CREATE POLICY ingest ON core.%I TO pc_ingest USING (true)', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE ON core.%I TO pc_ingest', t);
  END LOOP;
END $$;
