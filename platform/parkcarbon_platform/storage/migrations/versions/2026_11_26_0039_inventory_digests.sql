-- What an inventory was computed from, hashed when it was: readings by point and month, ledger hours by source and month.
CREATE TABLE core.inventory_digest (
  inventory_id int NOT NULL REFERENCES core.inventory,
  park_id int NOT NULL REFERENCES core.park,
  enterprise_id int REFERENCES core.enterprise,
  what text NOT NULL CHECK (what IN ('reading', 'hour')),
  code text NOT NULL, month text NOT NULL,
  rows int NOT NULL, quantity bigint NOT NULL, sha256 text NOT NULL,
  PRIMARY KEY (inventory_id, what, code, month)
);
ALTER TABLE core.inventory_digest ENABLE ROW LEVEL SECURITY;
ALTER TABLE core.inventory_digest FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON core.inventory_digest USING (park_id = core.current_park()
  AND (core.current_enterprise() IS NULL OR enterprise_id = core.current_enterprise()));
GRANT SELECT, INSERT ON core.inventory_digest TO pc_app;
