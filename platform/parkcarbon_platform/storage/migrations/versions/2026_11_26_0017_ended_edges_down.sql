ALTER TABLE core.edge DROP COLUMN ended_at, DROP COLUMN ended_by;
