-- At which step a job is, beside how far it is; for people who wait for it.
ALTER TABLE core.job ADD COLUMN step text;
