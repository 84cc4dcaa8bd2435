-- What reads need: a position for a point in time, and a planner that knows what a stream is.

-- Position of the last event recorded at or before a time; the position before the first event if there is none.
-- recorded_at never decreases with the position, and positions have no gaps: so a binary search by the primary key.
CREATE FUNCTION attune.position_at(p_time timestamptz) RETURNS bigint
LANGUAGE plpgsql STABLE
SET search_path = attune, pg_catalog, pg_temp
SET enable_seqscan = off SET jit = off SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
  low bigint := coalesce((SELECT e.position FROM attune.event e ORDER BY e.position LIMIT 1), 1) - 1;
  high bigint := coalesce((SELECT e.position FROM attune.event e ORDER BY e.position DESC LIMIT 1), low);
  middle bigint;
  recorded timestamptz;
BEGIN
  -- What is at low or before it was recorded in time (or is not there), what is behind high was not.
  WHILE low < high LOOP
    middle := high - (high - low) / 2;
    SELECT e.recorded_at INTO STRICT recorded FROM attune.event e WHERE e.position = middle;
    IF recorded <= p_time THEN
      low := middle;
    ELSE
      high := middle - 1;
    END IF;
  END LOOP;
  RETURN low;
END $$;

-- A partition that was analyzed while one stream had most of its events looks as if a stream were no help in finding
-- events, and is then read by position up to the stream's head. So the planner is told that a stream has about twenty
-- events in a partition, whatever it counts.
ALTER TABLE attune.event ALTER COLUMN stream SET (n_distinct = -0.05);
