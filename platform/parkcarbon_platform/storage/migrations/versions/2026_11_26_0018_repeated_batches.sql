ALTER TABLE core.spool_cursor ADD COLUMN repeated bigint NOT NULL DEFAULT 0;
