-- Metering that survives the life of a meter: events with undo, corrections, virtual points, allocation of
-- shared meters, locked periods, and the evidence that people attach.

-- ------------------------------------------------------------------ evidence
-- Files are in the database so that a record and its evidence are stored, backed up and restored together.
CREATE TABLE core.evidence (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  park_id int NOT NULL REFERENCES core.park,
  enterprise_id int REFERENCES core.enterprise,
  name text NOT NULL, media_type text NOT NULL,
  size int NOT NULL CHECK (size BETWEEN 1 AND 10485760),
  sha256 bytea NOT NULL,
  content bytea NOT NULL,
  author text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ON core.evidence (park_id, sha256);

-- ------------------------------------------------------------------ points
ALTER TABLE core.point DROP CONSTRAINT point_kind_check;
ALTER TABLE core.point ADD CONSTRAINT point_kind_check
  CHECK (kind IN ('register', 'interval', 'gauge', 'virtual'));
ALTER TABLE core.point
  ALTER COLUMN device_id DROP NOT NULL,
  ADD CONSTRAINT point_device_check CHECK (kind = 'virtual' OR device_id IS NOT NULL),
  -- A rate without a register beside it: integrated to an amount.
  ADD COLUMN integrated boolean NOT NULL DEFAULT false CHECK (NOT integrated OR kind = 'gauge'),
  -- Parameters of rules that differ from the defaults: {"spike": {"factor": 1.2}, ...}
  ADD COLUMN rules jsonb NOT NULL DEFAULT '{}',
  -- A second meter of the same flow, whose shape fills long gaps.
  ADD COLUMN check_point_id int REFERENCES core.point,
  -- Of a virtual point: {"expression": "a + b - 0.5 * c", "inputs": {"a": "<point code>", ...}}
  ADD COLUMN formula jsonb,
  ADD CONSTRAINT point_formula_check CHECK (formula IS NULL OR kind = 'virtual'),
  ADD COLUMN accuracy_class text;                 -- e.g. 0.5S, 1, B
-- What the intervals of a point are computed from, other than its own readings.
CREATE TABLE core.point_input (
  park_id int NOT NULL REFERENCES core.park,
  enterprise_id int REFERENCES core.enterprise,
  point_id int NOT NULL REFERENCES core.point,
  input_id int NOT NULL REFERENCES core.point,
  role text NOT NULL CHECK (role IN ('formula', 'shared', 'submeter', 'check')),
  PRIMARY KEY (point_id, input_id, role),
  CHECK (point_id <> input_id)
);
CREATE INDEX ON core.point_input (input_id);

-- ------------------------------------------------------------------ the life of a meter
-- An event is undone by another event; nothing is edited.
ALTER TABLE core.meter_event
  ADD COLUMN undoes bigint REFERENCES core.meter_event,
  ADD COLUMN evidence_id bigint REFERENCES core.evidence,
  DROP CONSTRAINT meter_event_kind_check,
  ADD CONSTRAINT meter_event_kind_check CHECK (kind IN
    ('install', 'replace', 'reset', 'rollover', 'multiplier', 'calibration', 'exclude', 'accept', 'undo')),
  ADD CONSTRAINT meter_event_undo_check CHECK ((kind = 'undo') = (undoes IS NOT NULL));
CREATE UNIQUE INDEX meter_event_undoes_idx ON core.meter_event (undoes) WHERE undoes IS NOT NULL;

-- ------------------------------------------------------------------ corrections of intervals
-- substitute: another shape of the same amount; edit: another amount; undo: the correction it names is void.
CREATE TABLE core.correction (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  park_id int NOT NULL REFERENCES core.park,
  enterprise_id int REFERENCES core.enterprise,
  point_id int NOT NULL REFERENCES core.point,
  kind text NOT NULL CHECK (kind IN ('substitute', 'edit', 'undo')),
  from_time timestamptz NOT NULL, to_time timestamptz NOT NULL,
  amount bigint,                                  -- of an edit: the whole span [base unit]
  shape bigint[],                                 -- weight of each quarter hour; null: even
  reason text NOT NULL, evidence_id bigint REFERENCES core.evidence,
  author text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  undoes bigint REFERENCES core.correction,
  CHECK ((kind = 'undo') = (undoes IS NOT NULL)),
  CHECK ((kind = 'edit') = (amount IS NOT NULL)),
  CHECK (to_time > from_time)
);
CREATE INDEX ON core.correction (point_id, from_time);
CREATE UNIQUE INDEX correction_undoes_idx ON core.correction (undoes) WHERE undoes IS NOT NULL;

-- ------------------------------------------------------------------ shared meters
CREATE TABLE core.allocation (
  id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  park_id int NOT NULL REFERENCES core.park,
  point_id int NOT NULL REFERENCES core.point,    -- the shared meter
  method text NOT NULL CHECK (method IN ('share', 'area', 'submeter')),
  valid_from timestamptz NOT NULL, valid_to timestamptz,
  author text NOT NULL, reason text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  EXCLUDE USING gist (int4range(point_id, point_id, '[]') WITH =, tstzrange(valid_from, valid_to) WITH &&)
);
CREATE TABLE core.allocation_share (
  park_id int NOT NULL REFERENCES core.park,
  allocation_id int NOT NULL REFERENCES core.allocation,
  target_id int NOT NULL REFERENCES core.point,   -- the tenant's virtual point
  weight numeric CHECK (weight > 0),              -- share, or area [m2]
  submeter_id int REFERENCES core.point,
  PRIMARY KEY (allocation_id, target_id),
  CHECK ((weight IS NULL) <> (submeter_id IS NULL))
);

-- ------------------------------------------------------------------ locked periods
CREATE TABLE core.period_lock (
  id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  park_id int NOT NULL REFERENCES core.park,
  enterprise_id int REFERENCES core.enterprise,   -- null: the whole park
  from_time timestamptz NOT NULL, to_time timestamptz NOT NULL,
  reason text NOT NULL, author text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  released_at timestamptz, released_by text, release_reason text,
  CHECK (to_time > from_time)
);
-- What a locked hour would be by what is known now; accepted it becomes a revision of the ledger.
CREATE TABLE core.pending_difference (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  park_id int NOT NULL REFERENCES core.park,
  enterprise_id int REFERENCES core.enterprise,
  source_id int NOT NULL REFERENCES core.emission_source,
  hour timestamptz NOT NULL,
  lock_id int NOT NULL REFERENCES core.period_lock,
  quantity bigint, estimated bigint, covered_s int, co2_mg bigint,  -- null: the hour would have no entry
  fallback boolean, factor_version_id int,
  locked_quantity bigint, locked_co2_mg bigint,                     -- null: the hour had no entry
  first_seen timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(),
  state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'accepted', 'dismissed')),
  resolved_at timestamptz, resolved_by text, note text
);
CREATE UNIQUE INDEX pending_difference_open_idx ON core.pending_difference (source_id, hour) WHERE state = 'open';

-- ------------------------------------------------------------------ findings that people deal with
-- A finding lives as long as its rule strikes; what somebody said of it outlives a recomputation.
CREATE TABLE core.finding_note (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  park_id int NOT NULL REFERENCES core.park,
  enterprise_id int REFERENCES core.enterprise,
  point_id int REFERENCES core.point,
  source_id int REFERENCES core.emission_source,
  rule text NOT NULL, time timestamptz NOT NULL,
  state text NOT NULL CHECK (state IN ('acknowledged', 'resolved')),
  note text NOT NULL, author text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  CHECK ((point_id IS NULL) <> (source_id IS NULL))
);
CREATE INDEX ON core.finding_note (park_id, point_id, rule, time);

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['evidence', 'point_input', 'correction', 'allocation', 'allocation_share', 'period_lock',
                           'pending_difference', 'finding_note'] LOOP
    EXECUTE format('ALTER TABLE core.%I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE core.%I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY tenant ON core.%I USING (park_id = core.current_park() %s)', t,
      CASE WHEN t IN ('allocation', 'allocation_share') THEN 'AND core.current_enterprise() IS NULL'
           ELSE 'AND (core.current_enterprise() IS NULL OR enterprise_id = core.current_enterprise())' END);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON core.%I TO pc_app', t);
  END LOOP;
END $$;
