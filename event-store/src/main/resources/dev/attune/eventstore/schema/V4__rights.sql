-- Gives a role what the application needs and no more: it appends through the functions alone, which run with the rights
-- of the owner, and can neither change nor delete an event, nor insert one past the function.
CREATE FUNCTION attune.admit(p_role name) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('GRANT USAGE ON SCHEMA attune TO %I', p_role);
  EXECUTE format('GRANT SELECT ON ALL TABLES IN SCHEMA attune TO %I', p_role);
  EXECUTE format('GRANT INSERT, UPDATE, DELETE ON attune.snapshot TO %I', p_role);
  EXECUTE format('GRANT EXECUTE ON FUNCTION attune.append_batch, attune.append_units, attune.prepare_partitions,
    attune.event_type_of, attune.notice_promotion TO %I', p_role);
END $$;

REVOKE ALL ON ALL TABLES IN SCHEMA attune FROM PUBLIC;
REVOKE ALL ON FUNCTION attune.append_batch, attune.append_units, attune.prepare_partitions, attune.event_type_of,
  attune.this_server, attune.is_of_last_epoch, attune.notice_promotion, attune.admit FROM PUBLIC;

DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'attune_app') THEN
    PERFORM attune.admit('attune_app');
  END IF;
END $$;
