-- An overseer sees no file that an enterprise had made of what it keeps to itself, nor one from before files told for
-- whom they are made (`overseer` among the arguments). Reports have carbon alone, and are seen.
CREATE POLICY withheld ON core.export AS RESTRICTIVE FOR SELECT TO pc_app USING (NOT core.is_overseer()
  OR kind = 'inventory_report' OR arguments ->> 'overseer' = 'true'
  OR CASE WHEN enterprise_id IS NULL
       THEN (SELECT core.withheld('intervals') || core.withheld('production')) = '{}'::int[]
       ELSE enterprise_id <> ALL ((SELECT core.withheld('intervals') || core.withheld('production'))::int[]) END);
CREATE POLICY withheld ON core.export_part AS RESTRICTIVE FOR SELECT TO pc_app USING (NOT core.is_overseer()
  OR EXISTS (SELECT FROM core.export x WHERE x.id = export_id));
