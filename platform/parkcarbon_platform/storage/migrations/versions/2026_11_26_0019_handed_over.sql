-- The messages of bare devices that an ingest took last, by their numbers (packet identifiers) in its session with the
-- broker: what the broker hands over again keeps its number, so that it is told from a new message with the same content.
CREATE TABLE core.handed_over (
  client text NOT NULL,                         -- client id of the ingest
  packet int NOT NULL CHECK (packet BETWEEN 1 AND 65535),
  park_id int NOT NULL REFERENCES core.park,
  message_sha256 bytea NOT NULL,                -- of topic and payload
  place bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  PRIMARY KEY (client, packet)
);
CREATE INDEX handed_over_place_idx ON core.handed_over (client, place);
ALTER TABLE core.handed_over ENABLE ROW LEVEL SECURITY;
ALTER TABLE core.handed_over FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON core.handed_over USING (park_id = core.current_park() AND core.current_enterprise() IS NULL);
GRANT SELECT ON core.handed_over TO pc_app;
CREATE POLICY ingest ON core.handed_over TO pc_ingest USING (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON core.handed_over TO pc_ingest;
