DROP INDEX core.quarantine_open_idx;
