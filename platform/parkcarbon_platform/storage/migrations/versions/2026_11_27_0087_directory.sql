-- Which platform holds a park that is not here, and who of this platform's people is told so.
CREATE TABLE identity.park_elsewhere (
  code text PRIMARY KEY CHECK (code ~ '^[a-z0-9][a-z0-9-]{1,62}$'),
  url text NOT NULL,                              -- of the platform that holds it, without a path
  name_zh text NOT NULL, name_en text NOT NULL,
  set_by text NOT NULL, set_at timestamptz NOT NULL
);
CREATE TABLE identity.park_elsewhere_person (
  code text NOT NULL REFERENCES identity.park_elsewhere ON DELETE CASCADE,
  user_id int NOT NULL REFERENCES identity.app_user,
  PRIMARY KEY (code, user_id)
);
CREATE INDEX ON identity.park_elsewhere_person (user_id);
GRANT SELECT, INSERT, UPDATE, DELETE ON identity.park_elsewhere, identity.park_elsewhere_person TO pc_directory;
SELECT core.audit_tables();
