-- The log: immutable events, partitioned by position.
--
-- Unique keys other than the position cannot be kept across partitions, so claims and stream heads have narrow tables of
-- their own that stay whole when old partitions move away.

CREATE TABLE attune.event_type (
  id   smallint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name text NOT NULL UNIQUE
);

-- Columns in an order without padding. No foreign key on type: it would cost a lookup for each row.
CREATE TABLE attune.event (
  position    bigint      NOT NULL,
  version     bigint      NOT NULL,
  recorded_at timestamptz NOT NULL,
  occurred_at timestamptz NOT NULL,
  epoch       int         NOT NULL,
  checksum    int         NOT NULL,
  type        smallint    NOT NULL,
  revision    smallint    NOT NULL,
  stream      uuid        NOT NULL,
  event_id    uuid        NOT NULL,
  correlation uuid,
  causation   uuid,
  sealed_with uuid,
  chain       uuid        NOT NULL,   -- 16 bytes, without the length that bytea would add
  data        bytea       NOT NULL,
  sealed      bytea,
  traceparent text,
  PRIMARY KEY (position)
) PARTITION BY RANGE (position);

CREATE INDEX event_by_stream ON attune.event (stream, version);

COMMENT ON COLUMN attune.event.checksum IS 'CRC32C of the canonical bytes of the stored event';
COMMENT ON COLUMN attune.event.chain IS
  'First 16 bytes of SHA-256 of the chain of the event before it in the stream (zeros for the first) and the canonical bytes';

CREATE TABLE attune.event_partition (
  name          text   PRIMARY KEY,
  from_position bigint NOT NULL UNIQUE,
  to_position   bigint NOT NULL UNIQUE CHECK (to_position > from_position)
);
COMMENT ON COLUMN attune.event_partition.to_position IS 'First position that is not in it';

CREATE TABLE attune.stream_head (
  stream   uuid   PRIMARY KEY,
  version  bigint NOT NULL,
  position bigint NOT NULL,
  chain    uuid   NOT NULL
) WITH (fillfactor = 80);

-- As narrow as can be, as there is one for each event: the kind is in the key, and most attempts are in the event.
CREATE TABLE attune.claim (
  position bigint NOT NULL,
  key      uuid   PRIMARY KEY,
  stream   uuid   NOT NULL,
  attempt  uuid
);
COMMENT ON COLUMN attune.claim.position IS 'Last position of the unit that took it';
COMMENT ON COLUMN attune.claim.key IS 'What was claimed, with the number of its kind where UUIDs have their version';
COMMENT ON COLUMN attune.claim.attempt IS 'Null: the id of the event at the position';

-- The kind that is in a claim's key.
CREATE FUNCTION attune.claim_kind(p_key uuid) RETURNS int LANGUAGE sql IMMUTABLE
RETURN get_byte(uuid_send(p_key), 6) >> 4;

-- Raised at every restore and promotion: positions from from_position on are given again.
CREATE TABLE attune.epoch (
  epoch         int         PRIMARY KEY,
  from_position bigint      NOT NULL,
  system        bigint      NOT NULL,
  timeline      bigint      NOT NULL,
  raised_at     timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- A promoted server, or one that was restored from an archive, is on another timeline, and a dump that was restored
-- elsewhere is on another system. The timeline is read from the WAL's file name: the control file tells the new one only
-- some time after a promotion.
CREATE FUNCTION attune.this_server(OUT o_system bigint, OUT o_timeline bigint) LANGUAGE sql
SET search_path = attune, pg_catalog, pg_temp AS $$
  SELECT (pg_control_system()).system_identifier,
    ('x' || lpad(left(pg_walfile_name(pg_current_wal_lsn()), 8), 16, '0'))::bit(64)::bigint
$$;

INSERT INTO attune.epoch (epoch, from_position, system, timeline)
SELECT 1, 1, o_system, o_timeline FROM attune.this_server();

CREATE FUNCTION attune.is_of_last_epoch() RETURNS boolean
LANGUAGE sql SET search_path = attune, pg_catalog, pg_temp AS $$
  SELECT (e.system, e.timeline) = (h.o_system, h.o_timeline)
  FROM (SELECT * FROM attune.epoch ORDER BY epoch DESC LIMIT 1) e, attune.this_server() h
$$;

-- Raises the epoch if this server is another one than that of the last epoch: each connection that appends asks first.
-- Answers the epoch that was raised, or nothing. The common case takes no lock.
--
-- Refuses to answer on a standby: a session survives its promotion, and would append without having asked.
CREATE FUNCTION attune.notice_promotion(OUT o_epoch int, OUT o_from_position bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = attune, pg_catalog, pg_temp AS $$
BEGIN
  IF pg_is_in_recovery() THEN
    RAISE EXCEPTION 'This PostgreSQL is a standby, which the log cannot be written on' USING ERRCODE = 'cannot_connect_now';
  END IF;
  IF attune.is_of_last_epoch() THEN
    RETURN;
  END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended('attune.event', 0));
  -- Another node may have noticed while this one waited.
  IF NOT attune.is_of_last_epoch() THEN
    SELECT r.o_epoch, r.o_from_position INTO o_epoch, o_from_position FROM attune.raise_epoch(0) r;
  END IF;
END $$;

-- Immutable means enforced: for the owner by triggers, for everybody else by missing rights.
CREATE FUNCTION attune.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'Events are immutable: % of %.% is refused', TG_OP, TG_TABLE_SCHEMA, TG_TABLE_NAME
    USING ERRCODE = 'insufficient_privilege';
END $$;

-- Row triggers are inherited by partitions; the statement trigger of TRUNCATE is put on each of them.
CREATE TRIGGER event_is_immutable BEFORE UPDATE OR DELETE ON attune.event
  FOR EACH ROW EXECUTE FUNCTION attune.refuse_change();
CREATE TRIGGER event_is_never_truncated BEFORE TRUNCATE ON attune.event
  FOR EACH STATEMENT EXECUTE FUNCTION attune.refuse_change();

-- Keeps at least one whole empty partition ahead; answers the first position that has no partition yet.
-- ATTACH PARTITION waits neither for readers nor for writers of the log, unlike PARTITION OF.
-- Whoever waits here holds up appends, so it gives up soon; a caller with room in the log tries again later.
CREATE FUNCTION attune.prepare_partitions(p_size bigint) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = attune, pg_catalog, pg_temp SET lock_timeout = '100ms' AS $$
DECLARE
  head bigint;
  behind bigint;
  fresh text;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('attune.event_partition', 0));
  head := coalesce((SELECT e.position FROM attune.event e ORDER BY e.position DESC LIMIT 1), 0);
  behind := coalesce((SELECT max(p.to_position) FROM attune.event_partition p), 1);
  WHILE behind <= head + p_size LOOP
    fresh := 'event_from_' || behind;
    EXECUTE format('CREATE TABLE attune.%I (LIKE attune.event INCLUDING ALL)', fresh);
    -- A stream has some twenty events, which a sample of a large table does not show; LIKE does not bring it along.
    EXECUTE format('ALTER TABLE attune.%I ALTER COLUMN stream SET (n_distinct = -0.05)', fresh);
    EXECUTE format(
      'CREATE TRIGGER event_is_never_truncated BEFORE TRUNCATE ON attune.%I
         FOR EACH STATEMENT EXECUTE FUNCTION attune.refuse_change()', fresh);
    EXECUTE format(
      'ALTER TABLE attune.event ATTACH PARTITION attune.%I FOR VALUES FROM (%s) TO (%s)',
      fresh, behind, behind + p_size);
    INSERT INTO attune.event_partition (name, from_position, to_position) VALUES (fresh, behind, behind + p_size);
    behind := behind + p_size;
  END LOOP;
  RETURN behind;
END $$;

-- The number of a stored name, given when it is first met.
CREATE FUNCTION attune.event_type_of(p_name text) RETURNS smallint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = attune, pg_catalog, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM attune.event_type t WHERE t.name = p_name) THEN
    INSERT INTO attune.event_type (name) VALUES (p_name) ON CONFLICT (name) DO NOTHING;
  END IF;
  RETURN (SELECT t.id FROM attune.event_type t WHERE t.name = p_name);
END $$;
