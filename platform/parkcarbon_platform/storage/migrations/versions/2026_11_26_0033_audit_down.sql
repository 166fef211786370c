DROP FUNCTION core.audit_tables();
DROP FUNCTION core.audit_note() CASCADE;
DROP FUNCTION core.audit_values(jsonb, text[]);
DROP TABLE identity.audit_event, identity.audit_head, core.audit_event, core.audit_head;
