REVOKE SELECT (kind) ON core.job FROM pc_directory;
DROP INDEX core.job_settle_idx;
DROP TABLE core.finding;
