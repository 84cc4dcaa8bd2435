-- Who stands where with which audience, as the log says up to a position. Disposable: what is not here is made of the
-- log again, and nothing is told twice.

CREATE TABLE attune_command.crossing_progress (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  position bigint  NOT NULL
);
COMMENT ON COLUMN attune_command.crossing_progress.position IS 'Everything up to here is in the other tables, and told';
INSERT INTO attune_command.crossing_progress (position) VALUES (0);

CREATE TABLE attune_command.crossing_watch (
  id         int         GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  audience   text        NOT NULL,
  definition int         NOT NULL,
  since      bigint      NOT NULL,
  since_at   timestamptz NOT NULL,
  seen       uuid,
  complete   boolean     NOT NULL DEFAULT false,
  ended      boolean     NOT NULL DEFAULT false
);
COMMENT ON COLUMN attune_command.crossing_watch.since IS 'What came of events behind this position is told, and nothing before';
COMMENT ON COLUMN attune_command.crossing_watch.seen IS 'People up to this id have been gone through; null: nobody yet';
COMMENT ON COLUMN attune_command.crossing_watch.ended IS 'Its rows of crossing_standing are being removed';

-- Who is outside, and stays so unless something happens, has no row.
CREATE TABLE attune_command.crossing_standing (
  profile uuid    NOT NULL,
  watch   int     NOT NULL,
  member  boolean NOT NULL,
  due     timestamptz,
  PRIMARY KEY (profile, watch)
);
COMMENT ON COLUMN attune_command.crossing_standing.due IS 'When time alone may change it; null: never';
CREATE INDEX crossing_standing_due ON attune_command.crossing_standing (due) WHERE due IS NOT NULL;

-- Throws all of it away, to be made of the log again; while services run, too.
CREATE FUNCTION attune_command.forget_crossings() RETURNS void LANGUAGE sql
BEGIN ATOMIC
  UPDATE attune_command.crossing_progress SET position = 0;
  DELETE FROM attune_command.crossing_standing;
  DELETE FROM attune_command.crossing_watch;
END;

CREATE OR REPLACE FUNCTION attune_command.admit(p_role name) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('GRANT USAGE ON SCHEMA attune_command TO %I', p_role);
  EXECUTE format(
    'GRANT SELECT, INSERT, UPDATE, DELETE ON attune_command.quarantine, attune_command.relay_checkpoint,
       attune_command.relay_term, attune_command.token, attune_command.crossing_progress, attune_command.crossing_watch,
       attune_command.crossing_standing TO %I', p_role);
END $$;
