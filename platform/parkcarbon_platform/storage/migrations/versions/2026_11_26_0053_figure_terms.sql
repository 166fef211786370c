-- What an enterprise computed from the production that it keeps to itself tells that production.
CREATE POLICY withheld ON core.analysis_run AS RESTRICTIVE FOR SELECT TO pc_app USING (NOT core.is_overseer()
  OR enterprise_id IS NULL OR enterprise_id <> ALL ((SELECT core.withheld('production'))::int[]));
CREATE POLICY withheld ON core.inventory_figures AS RESTRICTIVE FOR SELECT TO pc_app USING (NOT core.is_overseer()
  OR enterprise_id IS NULL OR enterprise_id <> ALL ((SELECT core.withheld('production'))::int[]));
