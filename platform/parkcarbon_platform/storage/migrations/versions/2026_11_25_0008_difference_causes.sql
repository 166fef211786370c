-- Why a locked hour would differ: what had its readings computed again, as revised ledger hours say it.
ALTER TABLE core.pending_difference ADD COLUMN causes text[] NOT NULL DEFAULT '{}';
