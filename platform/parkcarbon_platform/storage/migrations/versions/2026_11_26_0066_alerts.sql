-- What is watched: a template with its numbers; of the park, or an enterprise's own.
CREATE TABLE core.alert_rule (
  id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  park_id int NOT NULL REFERENCES core.park,
  enterprise_id int REFERENCES core.enterprise,
  template text NOT NULL,
  name text NOT NULL,
  severity text NOT NULL CHECK (severity IN ('information', 'warning', 'error')),
  threshold double precision, minutes int CHECK (minutes > 0),
  subjects text[] NOT NULL DEFAULT '{}',              -- codes; empty: all
  receivers int[] NOT NULL DEFAULT '{}',
  enabled boolean NOT NULL DEFAULT true,
  author text NOT NULL, created_at timestamptz NOT NULL DEFAULT now(),
  evaluated_at timestamptz, error text                -- of the last evaluation
);
CREATE INDEX ON core.alert_rule (park_id);
-- Who is told: an address of mail, or a server that is called.
CREATE TABLE core.alert_receiver (
  id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  park_id int NOT NULL REFERENCES core.park,
  enterprise_id int REFERENCES core.enterprise,
  kind text NOT NULL CHECK (kind IN ('email', 'webhook')),
  name text NOT NULL, address text NOT NULL,
  locale text NOT NULL DEFAULT 'zh-CN' CHECK (locale IN ('zh-CN', 'en')),
  secret jsonb,                                       -- sealed; signs what a server is sent
  author text NOT NULL, created_at timestamptz NOT NULL DEFAULT now(),
  ended_at timestamptz
);
CREATE INDEX ON core.alert_receiver (park_id);
-- One row from when it began until it is over; what it says stays when its rule is gone.
CREATE TABLE core.alert (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  park_id int NOT NULL REFERENCES core.park,
  enterprise_id int REFERENCES core.enterprise,       -- what it is about is this enterprise's
  rule_id int REFERENCES core.alert_rule ON DELETE SET NULL,
  own boolean NOT NULL,                               -- by an enterprise's own rule
  template text NOT NULL, rule_name text NOT NULL,
  severity text NOT NULL CHECK (severity IN ('information', 'warning', 'error')),
  subject_kind text NOT NULL CHECK (subject_kind IN ('park', 'enterprise', 'point', 'edge', 'budget')),
  subject text NOT NULL,
  value double precision, threshold double precision, minutes int,
  began_at timestamptz NOT NULL, found_at timestamptz NOT NULL DEFAULT now(), seen_at timestamptz NOT NULL,
  resolved_at timestamptz,
  acknowledged_at timestamptz, acknowledged_by text,
  assignee text, assigned_by text,
  snoozed_until timestamptz, snoozed_by text
);
CREATE UNIQUE INDEX alert_open_idx ON core.alert (rule_id, subject_kind, subject) WHERE resolved_at IS NULL;
CREATE INDEX ON core.alert (park_id, id DESC);
-- What was to be sent to whom, and what came of it.
CREATE TABLE core.alert_delivery (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  park_id int NOT NULL REFERENCES core.park,
  enterprise_id int REFERENCES core.enterprise,       -- whose receiver it is
  receiver_id int NOT NULL REFERENCES core.alert_receiver,
  alert_id bigint REFERENCES core.alert,              -- null: a trial
  event text NOT NULL CHECK (event IN ('began', 'resolved', 'trial')),
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sent', 'failed')),
  queued boolean NOT NULL DEFAULT false,              -- a job sends it
  attempts int NOT NULL DEFAULT 0, answer text,       -- what the server said last
  created_at timestamptz NOT NULL DEFAULT now(), sent_at timestamptz
);
CREATE INDEX ON core.alert_delivery (park_id, id DESC);
CREATE INDEX ON core.alert_delivery (alert_id);

DO $$ DECLARE t text; BEGIN
  FOREACH t IN ARRAY ARRAY['alert_rule', 'alert_receiver', 'alert', 'alert_delivery'] LOOP
    EXECUTE format('ALTER TABLE core.%I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE core.%I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY tenant ON core.%I USING (park_id = core.current_park()
      AND (core.current_enterprise() IS NULL OR enterprise_id = core.current_enterprise()))', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON core.%I TO pc_app', t);
  END LOOP;
END $$;
-- What an enterprise has itself watched, who oversees the park is not told: it may speak of what is kept back.
CREATE POLICY withheld ON core.alert AS RESTRICTIVE FOR SELECT TO pc_app
  USING (NOT core.is_overseer() OR NOT own);
CREATE POLICY withheld ON core.alert_rule AS RESTRICTIVE FOR SELECT TO pc_app
  USING (NOT core.is_overseer() OR enterprise_id IS NULL);
CREATE POLICY withheld ON core.alert_receiver AS RESTRICTIVE FOR SELECT TO pc_app
  USING (NOT core.is_overseer() OR enterprise_id IS NULL);
CREATE POLICY withheld ON core.alert_delivery AS RESTRICTIVE FOR SELECT TO pc_app
  USING (NOT core.is_overseer() OR enterprise_id IS NULL);
SELECT core.audit_tables();
