-- What people say of how data come about, field by field: who is responsible, which class a transformer has, how
-- far off something is. Never edited: the newest row of a subject and field counts, an empty value takes it back.
CREATE TABLE core.quality_note (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  park_id int NOT NULL REFERENCES core.park,
  enterprise_id int REFERENCES core.enterprise,   -- null: the park's own, and what holds for all
  subject text NOT NULL,                          -- plan | point:<code> | source:<code> | factor:<name>
  field text NOT NULL,
  value text NOT NULL,
  reason text NOT NULL DEFAULT '',
  author text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ON core.quality_note (park_id, subject, field, id);
ALTER TABLE core.quality_note ENABLE ROW LEVEL SECURITY;
ALTER TABLE core.quality_note FORCE ROW LEVEL SECURITY;
-- An enterprise sees what the park says, e.g. of the grid factor that prices its electricity, too.
CREATE POLICY tenant ON core.quality_note USING (park_id = core.current_park()
  AND (core.current_enterprise() IS NULL OR enterprise_id IS NULL OR enterprise_id = core.current_enterprise()))
  WITH CHECK (park_id = core.current_park()
  AND (core.current_enterprise() IS NULL OR enterprise_id = core.current_enterprise()));
GRANT SELECT, INSERT ON core.quality_note TO pc_app;

-- What stood beside an inventory's tonnes when it was computed: uncertainty, standard coal, intensities. Kept with it.
CREATE TABLE core.inventory_figures (
  inventory_id int PRIMARY KEY REFERENCES core.inventory,
  park_id int NOT NULL REFERENCES core.park,
  enterprise_id int REFERENCES core.enterprise,
  content jsonb NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
ALTER TABLE core.inventory_figures ENABLE ROW LEVEL SECURITY;
ALTER TABLE core.inventory_figures FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON core.inventory_figures USING (park_id = core.current_park()
  AND (core.current_enterprise() IS NULL OR enterprise_id = core.current_enterprise()));
GRANT SELECT, INSERT ON core.inventory_figures TO pc_app;
