-- Axon's JDBC token store and sequenced dead-letter queue, with the columns that they ask for.

CREATE TABLE attune.axon_token (
  processorName varchar(255) NOT NULL,
  segment       integer      NOT NULL,
  token         bytea,
  tokenType     varchar(255),
  timestamp     varchar(255),
  owner         varchar(255),
  PRIMARY KEY (processorName, segment)
);

CREATE TABLE attune.axon_dead_letter (
  deadLetterIdentifier varchar(255) PRIMARY KEY,
  processingGroup      varchar(255) NOT NULL,
  sequenceIdentifier   varchar(255) NOT NULL,
  sequenceIndex        bigint       NOT NULL,
  messageType          varchar(255) NOT NULL,
  eventIdentifier      varchar(255) NOT NULL,
  timestamp            varchar(255) NOT NULL,
  payloadType          varchar(255) NOT NULL,
  payloadRevision      varchar(255),
  payload              bytea        NOT NULL,
  metaData             bytea,
  type                 varchar(255),
  aggregateIdentifier  varchar(255),
  sequenceNumber       bigint,
  tokenType            varchar(255),
  token                bytea,
  enqueuedAt           varchar(255) NOT NULL,
  lastTouched          varchar(255),
  processingStarted    varchar(255),
  causeType            varchar(255),
  causeMessage         varchar(1023),
  diagnostics          bytea,
  UNIQUE (processingGroup, sequenceIdentifier, sequenceIndex)
);

CREATE FUNCTION attune.admit_axon(p_role name) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('GRANT USAGE ON SCHEMA attune TO %I', p_role);
  EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON attune.axon_token, attune.axon_dead_letter TO %I', p_role);
END $$;

REVOKE ALL ON attune.axon_token, attune.axon_dead_letter FROM PUBLIC;
REVOKE ALL ON FUNCTION attune.admit_axon FROM PUBLIC;

DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'attune_app') THEN
    PERFORM attune.admit_axon('attune_app');
  END IF;
END $$;
