-- What command-service keeps beside the log.

-- What could not be taken in, as it came.
CREATE TABLE attune_command.quarantine (
  id          uuid        PRIMARY KEY,
  source      uuid        NOT NULL,
  received_at timestamptz NOT NULL,
  endpoint    text        NOT NULL,
  reasons     text[]      NOT NULL,
  body        bytea       NOT NULL,
  body_length int         NOT NULL
);
COMMENT ON COLUMN attune_command.quarantine.id IS 'UUIDv7: sorts by time';
COMMENT ON COLUMN attune_command.quarantine.body_length IS 'Length as it came; longer than body if that was cut';

-- How far each topic is written. Only the relay that holds the lease's term may change it.
CREATE TABLE attune_command.relay_checkpoint (
  topic             text     PRIMARY KEY,
  topic_id          text     NOT NULL,
  position          bigint   NOT NULL,
  last_by_partition bigint[] NOT NULL
);
COMMENT ON COLUMN attune_command.relay_checkpoint.position IS 'Everything up to here is acknowledged; may lag, never leads';

CREATE TABLE attune_command.relay_term (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  term     bigint  NOT NULL
);
INSERT INTO attune_command.relay_term (term) VALUES (0);

-- Axon's token store.
CREATE TABLE attune_command.token (
  processorName varchar(255) NOT NULL,
  segment       integer      NOT NULL,
  token         bytea,
  tokenType     varchar(255),
  timestamp     varchar(255),
  owner         varchar(255),
  PRIMARY KEY (processorName, segment)
);
