ALTER TABLE core.pending_difference DROP COLUMN causes;
