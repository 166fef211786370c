-- What a park or an enterprise may emit or use in a year, month by month; every save is a version, the newest counts.
CREATE TABLE core.budget (
  id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  park_id int NOT NULL REFERENCES core.park,
  enterprise_id int REFERENCES core.enterprise,      -- null: the whole park
  kind text NOT NULL CHECK (kind IN ('carbon', 'energy', 'electricity')),
  year int NOT NULL CHECK (year BETWEEN 2000 AND 2100),
  months bigint[] NOT NULL CHECK (cardinality(months) = 12 AND 0 <= ALL (months)),  -- mg CO2e, g of coal, Wh
  basis text NOT NULL CHECK (basis IN ('entered', 'last_year', 'last_twelve_months', 'plan')),
  percent numeric,                                    -- how much less than that basis
  plan_id int REFERENCES core.plan,
  ended boolean NOT NULL DEFAULT false,
  note text NOT NULL DEFAULT '',
  author text NOT NULL, created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ON core.budget (park_id, year, kind, id DESC);
ALTER TABLE core.budget ENABLE ROW LEVEL SECURITY;
ALTER TABLE core.budget FORCE ROW LEVEL SECURITY;
-- An enterprise sees and writes its own; of the park's budget, and of others', it sees nothing.
CREATE POLICY tenant ON core.budget USING (park_id = core.current_park()
  AND (core.current_enterprise() IS NULL OR enterprise_id = core.current_enterprise()));
GRANT SELECT, INSERT ON core.budget TO pc_app;

-- A finding may be about a budget: carbon/2026 of the park, carbon/2026/mill of an enterprise.
ALTER TABLE core.finding DROP CONSTRAINT finding_check, ADD COLUMN budget text,
  ADD CONSTRAINT finding_check CHECK (num_nonnulls(point_id, source_id, budget) = 1);
CREATE UNIQUE INDEX finding_budget_idx ON core.finding (park_id, budget, rule) WHERE budget IS NOT NULL;
ALTER TABLE core.finding_note DROP CONSTRAINT finding_note_check, ADD COLUMN budget text,
  ADD CONSTRAINT finding_note_check CHECK (num_nonnulls(point_id, source_id, budget) = 1);
ALTER TABLE core.health_check ADD COLUMN budgets_at timestamptz;  -- when budgets were last compared
