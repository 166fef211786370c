-- An edge that is no more; its readings, configurations and log-ins stay, and name it.
ALTER TABLE core.edge ADD COLUMN ended_at timestamptz, ADD COLUMN ended_by text,
  ADD CONSTRAINT edge_ended_check CHECK ((ended_at IS NULL) = (ended_by IS NULL));
