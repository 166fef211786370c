ALTER TABLE core.edge_config DROP COLUMN max_age_days;
