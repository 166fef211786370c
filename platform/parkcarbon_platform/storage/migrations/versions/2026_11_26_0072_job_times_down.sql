REVOKE SELECT (started_at, finished_at) ON core.job FROM pc_directory;
