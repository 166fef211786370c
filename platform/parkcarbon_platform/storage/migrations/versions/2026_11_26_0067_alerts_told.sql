-- The address of a receiver may hold a token: nobody can take out of the audit log again what once stands in it.
CREATE OR REPLACE FUNCTION core.audit_tables() RETURNS void LANGUAGE plpgsql AS $$
DECLARE t record;
BEGIN
  FOR t IN
    SELECT n.nspname AS schema, c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname IN ('core', 'identity') AND c.relkind IN ('r', 'p') AND NOT c.relispartition
      AND c.relname NOT IN ('audit_event', 'audit_head', 'batch', 'spool_cursor', 'gap_marker', 'invalidation', 'finding',
                            'health_check', 'session')
      AND NOT EXISTS (SELECT FROM pg_trigger g WHERE g.tgrelid = c.oid AND g.tgname = 'audit')
  LOOP
    EXECUTE format('CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON %I.%I FOR EACH ROW '
      'WHEN (current_setting(''pc.audit'', true) = ''on'') EXECUTE FUNCTION core.audit_note(%s)', t.schema, t.name,
      CASE t.name WHEN 'evidence' THEN '''content''' WHEN 'edge_command' THEN '''args'', ''reply''' WHEN 'quarantine' THEN '''payload'''
        WHEN 'alert_receiver' THEN '''address'''
        ELSE '' END);
  END LOOP;
END $$;
DROP TRIGGER audit ON core.alert_receiver;
SELECT core.audit_tables();
