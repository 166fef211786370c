-- Whoever enters data need not be who approves it. Those who are members already keep what they may.
ALTER TABLE identity.membership ADD COLUMN approves boolean NOT NULL DEFAULT true;

-- A link with which somebody sets their password; only its digest is kept, and a new one ends those before.
CREATE TABLE identity.invitation (
  token_sha256 bytea PRIMARY KEY,
  user_id int NOT NULL REFERENCES identity.app_user,
  created_by text NOT NULL, created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL, used_at timestamptz
);
CREATE INDEX ON identity.invitation (user_id);

-- A program's way into one park: a service account with its own role, a scope and an end.
CREATE TABLE identity.api_token (
  id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  park_id int NOT NULL REFERENCES core.park,
  enterprise_id int REFERENCES core.enterprise,
  name text NOT NULL,
  role text NOT NULL CHECK (role IN ('operator', 'enterprise', 'verifier')),
  scope text NOT NULL CHECK (scope IN ('read', 'write')),
  token_sha256 bytea NOT NULL UNIQUE,
  created_by text NOT NULL, created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  revoked_at timestamptz, revoked_by text,
  CHECK ((role = 'enterprise') = (enterprise_id IS NOT NULL))
);
CREATE INDEX ON identity.api_token (park_id);
GRANT SELECT, INSERT, UPDATE ON identity.invitation, identity.api_token TO pc_directory;
