DROP FUNCTION core.entomb(int);
DROP FUNCTION core.remove_rows(text, int);
ALTER TABLE core.audit_event ADD CONSTRAINT audit_event_enterprise_id_fkey
  FOREIGN KEY (enterprise_id) REFERENCES core.enterprise NOT VALID;
DROP TABLE identity.deletion;
DROP TABLE core.export_part;
ALTER TABLE core.export DROP CONSTRAINT export_kind_check;
ALTER TABLE core.export ADD CONSTRAINT export_kind_check CHECK (kind IN ('inventory_report', 'verification_pack'));
