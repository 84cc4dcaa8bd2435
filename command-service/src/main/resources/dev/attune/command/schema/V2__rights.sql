-- Gives a role what this service needs of its own tables. The log's rights are attune.admit's.
CREATE FUNCTION attune_command.admit(p_role name) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('GRANT USAGE ON SCHEMA attune_command TO %I', p_role);
  EXECUTE format(
    'GRANT SELECT, INSERT, UPDATE, DELETE ON attune_command.quarantine, attune_command.relay_checkpoint,
       attune_command.relay_term, attune_command.token TO %I', p_role);
END $$;

REVOKE ALL ON FUNCTION attune_command.admit FROM PUBLIC;
