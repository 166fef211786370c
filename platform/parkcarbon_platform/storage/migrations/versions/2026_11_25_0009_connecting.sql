-- Whose an edge is (null: the park's own), and since when it is known.
ALTER TABLE core.edge
  ADD COLUMN enterprise_id int REFERENCES core.enterprise,
  ADD COLUMN created_at timestamptz NOT NULL DEFAULT now(),
  ADD COLUMN created_by text,                   -- null: the park file
  ADD COLUMN enrolled_at timestamptz, ADD COLUMN enrolled_host text, ADD COLUMN enrolled_version text;

-- A password at the broker, from its making to its end: a new one is a new row. The password itself is kept by the broker alone.
CREATE TABLE core.broker_login (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  park_id int NOT NULL REFERENCES core.park,
  enterprise_id int REFERENCES core.enterprise,
  edge_id int REFERENCES core.edge,
  device_id int REFERENCES core.device,
  login text NOT NULL,
  client_id text NOT NULL,                      -- the only one that the broker takes with this log-in
  created_at timestamptz NOT NULL DEFAULT now(), created_by text NOT NULL,
  ended_at timestamptz, ended_by text,          -- revoked, or replaced by a newer password
  CHECK (num_nonnulls(edge_id, device_id) = 1),
  CHECK ((ended_at IS NULL) = (ended_by IS NULL))
);
CREATE UNIQUE INDEX broker_login_login_key ON core.broker_login (login) WHERE ended_at IS NULL;
CREATE UNIQUE INDEX broker_login_client_key ON core.broker_login (client_id) WHERE ended_at IS NULL;
CREATE INDEX ON core.broker_login (edge_id);
CREATE INDEX ON core.broker_login (device_id);

-- A token enrols one edge once; only its hash is kept.
CREATE TABLE core.edge_token (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  park_id int NOT NULL REFERENCES core.park,
  enterprise_id int REFERENCES core.enterprise,
  edge_id int NOT NULL REFERENCES core.edge,
  token_sha256 bytea NOT NULL UNIQUE,
  created_at timestamptz NOT NULL DEFAULT now(), created_by text NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at timestamptz, used_host text, used_version text, used_address text,
  revoked_at timestamptz, revoked_by text
);
CREATE INDEX ON core.edge_token (edge_id);

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['broker_login', 'edge_token'] LOOP
    EXECUTE format('ALTER TABLE core.%I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE core.%I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY tenant ON core.%I USING (park_id = core.current_park()
      AND (core.current_enterprise() IS NULL OR enterprise_id = core.current_enterprise()))', t);
    -- Never deleted: they say who could do what, and when.
    EXECUTE format('GRANT SELECT, INSERT, UPDATE ON core.%I TO pc_app', t);
  END LOOP;
END $$;

-- An enterprise changes its own edges. It sees the park's as well, and whichever brings its own readings (their provenance names it).
DROP POLICY tenant ON core.edge;
CREATE POLICY tenant ON core.edge USING (park_id = core.current_park()
  AND (core.current_enterprise() IS NULL OR enterprise_id = core.current_enterprise()));
CREATE POLICY seen ON core.edge FOR SELECT TO pc_app USING (park_id = core.current_park()
  AND (enterprise_id IS NULL
       OR id IN (SELECT b.edge_id FROM core.point_binding b JOIN core.point p ON p.id = b.point_id
                 WHERE p.enterprise_id = core.current_enterprise())));

-- Whoever enrols an edge has a token and no session: the directory finds its park and uses it up.
CREATE POLICY directory ON core.edge_token TO pc_directory USING (true);
GRANT SELECT (id, park_id, edge_id, token_sha256, created_by, expires_at, used_at, revoked_at) ON core.edge_token TO pc_directory;
GRANT UPDATE (used_at, used_host, used_version, used_address) ON core.edge_token TO pc_directory;
