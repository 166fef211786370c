ALTER TABLE core.spool_cursor DROP COLUMN repeated;
