-- States of long streams, so that a stream need not be read from its first event. Disposable: deleting any of it, or all,
-- is always right, and what is wrong in it is noticed and made again. Holds what the state holds, personal data too.
CREATE TABLE attune.state_snapshot (
  stream   uuid   NOT NULL,
  kind     text   NOT NULL,
  version  bigint NOT NULL CHECK (version > 0),
  checksum int    NOT NULL,
  revision text   NOT NULL,
  chain    uuid   NOT NULL,
  bytes    bytea  NOT NULL,
  PRIMARY KEY (stream, kind)
);

COMMENT ON COLUMN attune.state_snapshot.kind IS 'What the state is of: streams may be folded in several ways';
COMMENT ON COLUMN attune.state_snapshot.version IS 'Of the last event that is in the state';
COMMENT ON COLUMN attune.state_snapshot.chain IS 'Of that event: a state of another history does not fit';
COMMENT ON COLUMN attune.state_snapshot.revision IS 'Of the bytes and of the fold; a state of another one is not used';
COMMENT ON COLUMN attune.state_snapshot.checksum IS 'CRC32C of all other columns';

-- Gives a role what snapshots need, besides attune.admit. Without it the application reads whole streams, as without
-- snapshots.
CREATE FUNCTION attune.admit_snapshots(p_role name) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON attune.state_snapshot TO %I', p_role);
END $$;

REVOKE ALL ON attune.state_snapshot FROM PUBLIC;
REVOKE ALL ON FUNCTION attune.admit_snapshots FROM PUBLIC;

DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'attune_app') THEN
    PERFORM attune.admit_snapshots('attune_app');
  END IF;
END $$;
