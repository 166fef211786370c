-- How much waits in quarantine is counted by edge, whole messages and single readings apart, so that it can be bounded.
CREATE INDEX quarantine_open_idx ON core.quarantine (park_id, edge_id, reading_index) WHERE state = 'open';
