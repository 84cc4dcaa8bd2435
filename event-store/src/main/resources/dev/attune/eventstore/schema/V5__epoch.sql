-- After a restore or a promotion, positions behind the log's end are given again. A new epoch tells the consumers.
--
-- Raises the epoch, unless that was done already at this end of the log, on this server; answers the epoch and the first
-- position of it. p_above is an epoch that consumers have seen and the restored log may have forgotten. An epoch is never
-- below the timeline, of which PostgreSQL gives no number twice where it sees an archive: so it is new even if the log has
-- forgotten epochs.
CREATE FUNCTION attune.raise_epoch(p_above int, OUT o_epoch int, OUT o_from_position bigint)
LANGUAGE plpgsql SET search_path = attune, pg_catalog, pg_temp AS $$
DECLARE
  here record;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('attune.event', 0));
  SELECT * INTO here FROM attune.this_server();
  o_from_position := coalesce((SELECT e.position FROM attune.event e ORDER BY e.position DESC LIMIT 1), 0) + 1;
  SELECT e.epoch INTO o_epoch FROM attune.epoch e
    WHERE e.from_position = o_from_position AND e.epoch > greatest(p_above, 1)
      AND e.system = here.o_system AND e.timeline = here.o_timeline
    ORDER BY e.epoch DESC LIMIT 1;
  IF o_epoch IS NULL THEN
    o_epoch := greatest((SELECT max(e.epoch) FROM attune.epoch e) + 1, p_above + 1, here.o_timeline);
    INSERT INTO attune.epoch (epoch, from_position, system, timeline)
    VALUES (o_epoch, o_from_position, here.o_system, here.o_timeline);
  END IF;
END $$;

REVOKE ALL ON FUNCTION attune.raise_epoch FROM PUBLIC;
