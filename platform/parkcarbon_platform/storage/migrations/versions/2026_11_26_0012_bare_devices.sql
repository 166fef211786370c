-- How the messages of a meter that speaks to the broker itself are understood; every version stays.
CREATE TABLE core.device_mapping (
  park_id int NOT NULL REFERENCES core.park,
  enterprise_id int REFERENCES core.enterprise,
  device_id int NOT NULL REFERENCES core.device,
  version int NOT NULL CHECK (version >= 1),
  dialect text NOT NULL,
  body jsonb NOT NULL,                          -- {topic, time, values: {point: path}}
  author text NOT NULL, created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (device_id, version)
);
ALTER TABLE core.device_mapping ENABLE ROW LEVEL SECURITY;
ALTER TABLE core.device_mapping FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON core.device_mapping USING (park_id = core.current_park()
  AND (core.current_enterprise() IS NULL OR enterprise_id = core.current_enterprise()));
GRANT SELECT, INSERT ON core.device_mapping TO pc_app;
CREATE POLICY ingest ON core.device_mapping FOR SELECT TO pc_ingest USING (true);
GRANT SELECT ON core.device_mapping TO pc_ingest;
CREATE POLICY ingest ON core.device FOR SELECT TO pc_ingest USING (true);
GRANT SELECT ON core.device TO pc_ingest;

-- A message of a meter is a batch of its own: by topic, content and the version that understood it, not by a place in a spool.
ALTER TABLE core.batch
  ALTER COLUMN edge_id DROP NOT NULL, ALTER COLUMN spool DROP NOT NULL, ALTER COLUMN seq DROP NOT NULL,
  ADD COLUMN device_id int REFERENCES core.device,
  ADD COLUMN topic text,
  ADD COLUMN mapping_version int,
  ADD CONSTRAINT batch_sender_check CHECK (
    (device_id IS NULL AND num_nulls(edge_id, spool, seq) = 0 AND num_nonnulls(topic, mapping_version) = 0)
    OR (device_id IS NOT NULL AND num_nonnulls(edge_id, spool, seq) = 0 AND num_nulls(topic, mapping_version) = 0)
  ) NOT VALID;                                  -- what is there has both; looking at every row would hold up the ingest
CREATE INDEX batch_device_idx ON core.batch (device_id, payload_sha256) WHERE device_id IS NOT NULL;

ALTER TABLE core.quarantine ADD COLUMN device_id int REFERENCES core.device;
CREATE INDEX quarantine_device_idx ON core.quarantine (device_id) WHERE state = 'open' AND device_id IS NOT NULL;
