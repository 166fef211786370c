-- The second step of a log-in: a shared secret (sealed, see services/access/vault.py) and codes for who lost it.
CREATE TABLE identity.second_factor (
  user_id int PRIMARY KEY REFERENCES identity.app_user,
  secret jsonb NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  confirmed_at timestamptz,             -- null: begun, and asked of nobody yet
  last_step bigint NOT NULL DEFAULT 0   -- of the newest code taken: none is taken twice
);
CREATE TABLE identity.recovery_code (
  user_id int NOT NULL REFERENCES identity.app_user,
  recovery_sha256 bytea NOT NULL,
  used_at timestamptz,
  PRIMARY KEY (user_id, recovery_sha256)
);
-- Whether the one who logged in showed a second factor, ours or the provider's.
ALTER TABLE identity.session ADD COLUMN second_factor boolean NOT NULL DEFAULT false;

-- What a park asks of those who enter it.
CREATE TABLE identity.park_policy (
  park_id int PRIMARY KEY REFERENCES core.park,
  second_factor_roles text[] NOT NULL DEFAULT '{}' CHECK (second_factor_roles <@ ARRAY['operator', 'enterprise', 'verifier']),
  changed_by text NOT NULL, changed_at timestamptz NOT NULL DEFAULT now()
);

-- Under which name a provider of single sign-on knows a person.
CREATE TABLE identity.sso_identity (
  issuer text NOT NULL, subject text NOT NULL,
  user_id int NOT NULL REFERENCES identity.app_user,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (issuer, subject)
);
CREATE INDEX ON identity.sso_identity (user_id);
GRANT SELECT, INSERT, UPDATE, DELETE ON identity.second_factor, identity.recovery_code TO pc_directory;
GRANT SELECT, INSERT, UPDATE ON identity.park_policy TO pc_directory;
GRANT SELECT, INSERT, DELETE ON identity.sso_identity TO pc_directory;

-- A meter that was moved to another enterprise: what it had sent before stays the former's.
ALTER TABLE core.device ADD COLUMN owned_since timestamptz NOT NULL DEFAULT 'epoch';
CREATE FUNCTION core.device_moved() RETURNS trigger LANGUAGE plpgsql AS
  'BEGIN NEW.owned_since := clock_timestamp(); RETURN NEW; END';
CREATE TRIGGER moved BEFORE UPDATE OF enterprise_id ON core.device FOR EACH ROW
  WHEN (OLD.enterprise_id IS DISTINCT FROM NEW.enterprise_id) EXECUTE FUNCTION core.device_moved();
DROP POLICY own ON core.quarantine;
CREATE POLICY own ON core.quarantine FOR SELECT TO pc_app USING (park_id = core.current_park()
  AND (EXISTS (SELECT FROM core.device d WHERE d.id = device_id AND d.enterprise_id = core.current_enterprise()
               AND d.owned_since <= received_at)
       OR EXISTS (SELECT FROM core.edge e WHERE e.id = edge_id AND e.enterprise_id = core.current_enterprise())));
