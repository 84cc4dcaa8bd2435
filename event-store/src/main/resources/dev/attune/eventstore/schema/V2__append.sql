-- What a batch brings, as composite types: an array of them travels in binary and is unnested in one go, which costs half of
-- what an array for each column does. Java writes their fields in this order (Rows).

CREATE TYPE attune.batch_stream AS (
  unit           int,      -- number of the unit in the batch, from 1; 0 if the row stands for all units of the stream
  wave           int,
  opens          boolean,  -- the stream is touched for the first time in this wave, so its head must be the expected one
  stream         uuid,
  expected       bigint,
  expected_chain uuid,
  first_event    uuid,     -- tells our own earlier try from a conflict
  version        bigint,   -- that it leaves
  chain          uuid,     -- that it leaves
  number         int       -- of the unit's last event in the stream within the batch, from 1
);

CREATE TYPE attune.batch_claim AS (
  unit    int,
  wave    int,
  key     uuid,            -- with the kind
  stream  uuid,
  held_by uuid,
  attempt uuid,            -- null: the id of the unit's last event
  number  int              -- of the unit's last event within the batch, from 1
);

CREATE TYPE attune.batch_event AS (
  unit        int,
  type        smallint,
  revision    smallint,
  version     bigint,
  occurred_at timestamptz,
  checksum    int,
  stream      uuid,
  event_id    uuid,
  correlation uuid,
  causation   uuid,
  sealed_with uuid,
  chain       uuid,
  data        bytea,
  sealed      bytea,
  traceparent text
);

-- Appends a batch of which nothing is expected to fail: looks nothing up, and writes as if all claims were free and all
-- heads as expected. If one is not, stores nothing and answers nothing: append_units then tells them apart.
--
--   p_known    a position that the log had reached when the caller last looked: spares it the older partitions
--   p_streams  one row a stream, with what the whole batch expects and leaves
--   p_opened   how many of them have no events yet
--   p_moved    how many of the claims are to be moved, not taken
--
-- Answers the position that the batch's events follow, the epoch and their time.
--
-- Whoever listens is notified only when the log was quiet before: all commits with a notification queue for one lock of
-- the server. Feeds rely on it only when it has been quiet for much longer (PollingFeed). While the log is ahead of a clock
-- that was set back, nobody can say how quiet it was, and each append notifies.
CREATE FUNCTION attune.append_batch(
  p_known bigint, p_opened int, p_moved int,
  p_streams attune.batch_stream[], p_claims attune.batch_claim[], p_events attune.batch_event[],
  OUT o_position bigint, OUT o_epoch int, OUT o_recorded_at timestamptz)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = attune, pg_catalog, pg_temp
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET jit = off
SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
  last_position bigint;
  now_recorded timestamptz;
  now_epoch int;
  was_quiet boolean;
  written bigint;
BEGIN
  IF current_setting('transaction_isolation') <> 'read committed' THEN
    RAISE EXCEPTION 'append_batch needs isolation level read committed: it looks in new statements after its lock';
  END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended('attune.event', 0));

  SELECT e.position, e.recorded_at INTO last_position, now_recorded
    FROM attune.event e WHERE e.position >= p_known ORDER BY e.position DESC LIMIT 1;
  IF last_position IS NULL THEN
    SELECT e.position, e.recorded_at INTO last_position, now_recorded
      FROM attune.event e ORDER BY e.position DESC LIMIT 1;
    last_position := coalesce(last_position, 0);
  END IF;
  was_quiet := now_recorded IS NULL OR clock_timestamp() - now_recorded NOT BETWEEN interval '0' AND interval '100 ms';
  now_recorded := greatest(clock_timestamp(), now_recorded);
  now_epoch := (SELECT e.epoch FROM attune.epoch e ORDER BY e.epoch DESC LIMIT 1);

  IF cardinality(p_claims) > p_moved THEN
    INSERT INTO attune.claim (position, key, stream, attempt)
    SELECT last_position + c.number, c.key, c.stream, c.attempt FROM unnest(p_claims) c WHERE c.held_by IS NULL;
  END IF;
  IF p_moved > 0 THEN
    UPDATE attune.claim h SET stream = c.stream, position = last_position + c.number, attempt = c.attempt
    FROM unnest(p_claims) c
    WHERE c.held_by IS NOT NULL AND h.key = c.key AND h.stream = c.held_by AND (h.attempt <> c.attempt) IS NOT FALSE;
    GET DIAGNOSTICS written = ROW_COUNT;
    IF written < p_moved THEN
      RAISE EXCEPTION USING ERRCODE = 'unique_violation';
    END IF;
  END IF;
  IF p_opened > 0 THEN
    INSERT INTO attune.stream_head (stream, version, position, chain)
    SELECT s.stream, s.version, last_position + s.number, s.chain FROM unnest(p_streams) s WHERE s.expected = 0;
  END IF;
  IF cardinality(p_streams) > p_opened THEN
    UPDATE attune.stream_head h SET version = s.version, position = last_position + s.number, chain = s.chain
    FROM unnest(p_streams) s
    WHERE s.expected > 0 AND h.stream = s.stream AND h.version = s.expected AND h.chain = s.expected_chain;
    GET DIAGNOSTICS written = ROW_COUNT;
    IF written < cardinality(p_streams) - p_opened THEN
      RAISE EXCEPTION USING ERRCODE = 'unique_violation';
    END IF;
  END IF;

  INSERT INTO attune.event (position, version, recorded_at, occurred_at, epoch, checksum, type, revision, stream,
    event_id, correlation, causation, sealed_with, chain, data, sealed, traceparent)
  SELECT last_position + e.ordinal, e.version, now_recorded, e.occurred_at, now_epoch, e.checksum, e.type, e.revision,
    e.stream, e.event_id, e.correlation, e.causation, e.sealed_with, e.chain, e.data, e.sealed, e.traceparent
  FROM unnest(p_events) WITH ORDINALITY AS e(unit, type, revision, version, occurred_at, checksum, stream, event_id,
    correlation, causation, sealed_with, chain, data, sealed, traceparent, ordinal);

  IF was_quiet THEN
    NOTIFY attune_appended;
  END IF;
  o_position := last_position;
  o_epoch := now_epoch;
  o_recorded_at := now_recorded;
EXCEPTION WHEN unique_violation THEN
  o_position := NULL;
END $$;

-- Appends a batch of units in one statement of one transaction. A unit that fails stores nothing and harms no other.
--
-- Units come in waves. Units of one wave touch neither the same claim nor the same stream, but for a unit that goes on
-- where its predecessor in the chain leaves the stream; so a wave can be checked as a set. Later waves see what earlier
-- ones took.
--
-- All arrays are in the order of waves and, within a wave, of units. Units are counted from 1.
--
--   u_chain        number of the chain, 0 if the unit stands alone: behind a failed unit, its chain fails
--   p_resent       the batch was sent before, and its answer was lost
--
-- Answers one row for the batch (unit 0) and one for each unit that was not stored by this call:
--   1 taken      ordinal of the claim; holder, position and attempt of who holds it
--   2 conflict   ordinal of the stream; its version
--   3 stored     by an earlier try: last position, epoch and time of it
-- Units behind a failed one in their chain have no row. Survivors are numbered without a gap from the batch's position
-- on, in the order of the arrays.
CREATE FUNCTION attune.append_units(
  p_resent boolean, p_waves int,
  u_wave int[], u_chain int[], u_events int[],
  p_streams attune.batch_stream[], p_claims attune.batch_claim[], p_events attune.batch_event[])
RETURNS TABLE (o_unit int, o_outcome int, o_ordinal int, o_holder uuid, o_attempt uuid, o_position bigint,
  o_version bigint, o_epoch int, o_recorded_at timestamptz)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = attune, pg_catalog, pg_temp
-- Every access is a lookup by key; a plan made while the tables were small must not become a scan later.
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET jit = off
SET plan_cache_mode = force_generic_plan
AS $$
#variable_conflict use_column
DECLARE
  nothing CONSTANT uuid := '00000000-0000-0000-0000-000000000000';
  units CONSTANT int := cardinality(u_wave);
  at_unit int := 1;
  last_position bigint;
  now_epoch int;
  now_recorded timestamptz;
  was_quiet boolean;
  again boolean := p_resent;                    -- look for events of an earlier try
  stored int[] := '{}';                         -- units that an earlier try has stored
  settled int[] := '{}';                        -- chains with such a unit
  failed int[] := '{}';
  broken int[] := '{}';                         -- chains with a failed unit
  lost int := 0;                                -- events of units that were not stored so far
  shift int[] := array_fill(0, ARRAY[cardinality(u_wave)]);  -- such events before each unit; -1: not stored itself
  problem record;
BEGIN
  IF current_setting('transaction_isolation') <> 'read committed' THEN
    RAISE EXCEPTION 'append_units needs isolation level read committed: it checks in new statements after its lock';
  END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended('attune.event', 0));

  SELECT e.position, e.recorded_at INTO last_position, now_recorded
    FROM attune.event e ORDER BY e.position DESC LIMIT 1;
  last_position := coalesce(last_position, 0);
  was_quiet := now_recorded IS NULL OR clock_timestamp() - now_recorded NOT BETWEEN interval '0' AND interval '100 ms';
  now_recorded := greatest(clock_timestamp(), now_recorded);
  now_epoch := (SELECT e.epoch FROM attune.epoch e ORDER BY e.epoch DESC LIMIT 1);

  FOR this_wave IN 1..p_waves LOOP
    <<checks>>
    LOOP
      IF again THEN
        FOR problem IN
          SELECT DISTINCT ON (s.unit) s.unit, e.position + u_events[s.unit] - 1 AS last, e.epoch, e.recorded_at
          FROM unnest(p_streams) WITH ORDINALITY AS s(unit, wave, opens, stream, expected, expected_chain, first_event,
            version, chain, number, ordinal)
          JOIN attune.event e ON e.stream = s.stream AND e.version = s.expected + 1 AND e.event_id = s.first_event
          WHERE s.wave = this_wave
          ORDER BY s.unit, s.ordinal
        LOOP
          RETURN QUERY SELECT problem.unit, 3, NULL::int, NULL::uuid, NULL::uuid, problem.last, NULL::bigint,
            problem.epoch, problem.recorded_at;
          stored := stored || problem.unit;
          settled := settled || nullif(u_chain[problem.unit], 0);
        END LOOP;
      END IF;

      FOR problem IN
        SELECT q.* FROM (SELECT DISTINCT ON (p.unit) p.* FROM (
          SELECT c.unit, 1 AS outcome, c.ordinal::int, h.stream, h.attempt, h.position, NULL::bigint AS version,
            h.attempt = c.attempt AS own
          FROM (SELECT t.unit, t.wave, t.ordinal, t.key, t.held_by, coalesce(t.attempt, p_events[t.number].event_id)
              FROM unnest(p_claims) WITH ORDINALITY AS t(unit, wave, key, stream, held_by, attempt, number, ordinal))
            AS c(unit, wave, ordinal, key, held_by, attempt)
          LEFT JOIN LATERAL (
            SELECT k.stream, k.position,
              coalesce(k.attempt, (SELECT e.event_id FROM attune.event e WHERE e.position = k.position))
            FROM attune.claim k WHERE k.key = c.key OFFSET 0) AS h(stream, position, attempt) ON true
          WHERE c.wave = this_wave AND (h.stream IS DISTINCT FROM c.held_by OR h.attempt = c.attempt)
          UNION ALL
          SELECT s.unit, 2, s.ordinal::int, NULL, NULL, NULL, coalesce(h.version, 0), false
          FROM unnest(p_streams) WITH ORDINALITY AS s(unit, wave, opens, stream, expected, expected_chain, first_event,
            version, chain, number, ordinal)
          LEFT JOIN attune.stream_head h ON h.stream = s.stream
          -- What an earlier try has stored goes before nothing: the rest of its chain must then fit the head as it is.
          WHERE s.wave = this_wave AND (s.opens OR u_chain[s.unit] = ANY (settled))
            AND (coalesce(h.version, 0) <> s.expected OR coalesce(h.chain, nothing) <> s.expected_chain)
        ) p
        WHERE p.unit <> ALL (stored)
        ORDER BY p.unit, p.own DESC NULLS LAST, p.outcome, p.ordinal) q
        ORDER BY q.own DESC NULLS LAST, q.unit   -- ours first: the checks begin again before anything was answered
      LOOP
        IF problem.own AND NOT again THEN
          again := true;
          CONTINUE checks;
        END IF;
        IF problem.own THEN
          -- Ours by its attempt id, though its events are not where they should be: answer what the claim tells.
          RETURN QUERY SELECT problem.unit, 3, NULL::int, NULL::uuid, NULL::uuid, problem.position, NULL::bigint,
            e.epoch, e.recorded_at FROM attune.event e WHERE e.position = problem.position;
          stored := stored || problem.unit;
          settled := settled || nullif(u_chain[problem.unit], 0);
        ELSE
          RETURN QUERY SELECT problem.unit, problem.outcome, problem.ordinal, problem.stream, problem.attempt,
            problem.position, problem.version, NULL::int, NULL::timestamptz;
          failed := failed || problem.unit;
        END IF;
      END LOOP;
      EXIT checks;
    END LOOP;

    IF cardinality(failed) > 0 OR cardinality(stored) > 0 OR p_waves > 1 THEN
      WHILE at_unit <= units AND u_wave[at_unit] = this_wave LOOP
        IF at_unit = ANY (stored) THEN
          shift[at_unit] := -1;
          lost := lost + u_events[at_unit];
        ELSIF at_unit = ANY (failed) OR u_chain[at_unit] = ANY (broken) THEN
          shift[at_unit] := -1;
          lost := lost + u_events[at_unit];
          IF u_chain[at_unit] > 0 THEN
            broken := broken || u_chain[at_unit];
          END IF;
        ELSE
          shift[at_unit] := lost;
        END IF;
        at_unit := at_unit + 1;
      END LOOP;
    END IF;

    INSERT INTO attune.claim (position, key, stream, attempt)
    SELECT last_position + c.number - shift[c.unit], c.key, c.stream, c.attempt
    FROM unnest(p_claims) c
    WHERE c.wave = this_wave AND c.held_by IS NULL AND shift[c.unit] >= 0;

    UPDATE attune.claim h
    SET stream = c.stream, position = last_position + c.number - shift[c.unit], attempt = c.attempt
    FROM unnest(p_claims) c
    WHERE c.wave = this_wave AND c.held_by IS NOT NULL AND shift[c.unit] >= 0 AND h.key = c.key;

    INSERT INTO attune.stream_head (stream, version, position, chain)
    SELECT DISTINCT ON (s.stream) s.stream, s.version, last_position + s.number - shift[s.unit], s.chain
    FROM unnest(p_streams) WITH ORDINALITY AS s(unit, wave, opens, stream, expected, expected_chain, first_event,
      version, chain, number, ordinal)
    WHERE s.wave = this_wave AND shift[s.unit] >= 0
    ORDER BY s.stream, s.ordinal DESC
    ON CONFLICT (stream) DO UPDATE
      SET version = excluded.version, position = excluded.position, chain = excluded.chain;

    -- With each wave, not at the end: the same attempt may come twice in a batch, and is told by its events.
    INSERT INTO attune.event (position, version, recorded_at, occurred_at, epoch, checksum, type, revision, stream,
      event_id, correlation, causation, sealed_with, chain, data, sealed, traceparent)
    SELECT last_position + e.ordinal - shift[e.unit], e.version, now_recorded, e.occurred_at, now_epoch, e.checksum,
      e.type, e.revision, e.stream, e.event_id, e.correlation, e.causation, e.sealed_with, e.chain, e.data, e.sealed,
      e.traceparent
    FROM unnest(p_events) WITH ORDINALITY AS e(unit, type, revision, version, occurred_at, checksum, stream, event_id,
      correlation, causation, sealed_with, chain, data, sealed, traceparent, ordinal)
    WHERE shift[e.unit] >= 0 AND u_wave[e.unit] = this_wave
    ORDER BY e.ordinal;
  END LOOP;

  IF was_quiet AND lost < cardinality(p_events) THEN
    NOTIFY attune_appended;
  END IF;
  RETURN QUERY SELECT 0, 0, NULL::int, NULL::uuid, NULL::uuid, last_position, NULL::bigint, now_epoch, now_recorded;
END $$;
