GRANT SELECT (started_at, finished_at) ON core.job TO pc_directory;
