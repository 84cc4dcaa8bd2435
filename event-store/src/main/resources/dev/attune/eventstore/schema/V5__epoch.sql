-- After a restore or a promotion, positions behind the log's end are given again. A new epoch tells the consumers.
--
-- Raises the epoch, unless that was done already at this end of the log; answers the epoch and the first position of it.
-- p_above is an epoch that consumers have seen and the restored log may have forgotten.
CREATE FUNCTION attune.raise_epoch(p_above int, OUT o_epoch int, OUT o_from_position bigint)
LANGUAGE plpgsql SET search_path = attune, pg_catalog, pg_temp AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('attune.event', 0));
  o_from_position := coalesce((SELECT e.position FROM attune.event e ORDER BY e.position DESC LIMIT 1), 0) + 1;
  SELECT e.epoch INTO o_epoch FROM attune.epoch e
    WHERE e.from_position = o_from_position AND e.epoch > greatest(p_above, 1);
  IF o_epoch IS NULL THEN
    o_epoch := greatest((SELECT max(e.epoch) FROM attune.epoch e), p_above) + 1;
    INSERT INTO attune.epoch (epoch, from_position) VALUES (o_epoch, o_from_position);
  END IF;
END $$;

REVOKE ALL ON FUNCTION attune.raise_epoch FROM PUBLIC;
