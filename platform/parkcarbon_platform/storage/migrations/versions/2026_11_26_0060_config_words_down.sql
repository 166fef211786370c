ALTER TABLE core.edge_config DROP COLUMN words;
