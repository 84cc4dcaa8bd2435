-- Events of rare types (definitions, sources) are found without reading the log, at no cost for all others: their types have
-- negative numbers, and only those are in the index.
CREATE SEQUENCE attune.rare_type AS smallint INCREMENT -1 MINVALUE -32768 MAXVALUE -1 START -1;

CREATE INDEX event_of_rare_type ON attune.event (type, position) WHERE type < 0;

-- Gives a stored name a number in the index. A name that has another number already keeps it, and is found by reading.
CREATE FUNCTION attune.index_type(p_name text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = attune, pg_catalog, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM attune.event_type t WHERE t.name = p_name) THEN
    INSERT INTO attune.event_type (id, name) OVERRIDING SYSTEM VALUE VALUES (nextval('attune.rare_type'), p_name)
    ON CONFLICT (name) DO NOTHING;
  END IF;
  RETURN (SELECT t.id < 0 FROM attune.event_type t WHERE t.name = p_name);
END $$;

REVOKE ALL ON FUNCTION attune.index_type FROM PUBLIC;
