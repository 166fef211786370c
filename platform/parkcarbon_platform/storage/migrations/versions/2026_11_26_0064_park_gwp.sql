-- By which set of global warming potentials gases count where no ruleset or person chooses another; null: the platform's own.
ALTER TABLE core.park ADD COLUMN gwp text
  CONSTRAINT park_gwp CHECK (gwp IN ('AR4', 'AR5', 'AR6'));
