-- Days that a row may wait in the spool while the edge runs; null: as the edge's own file says.
ALTER TABLE core.edge_config ADD COLUMN max_age_days int CHECK (max_age_days BETWEEN 1 AND 3650);
