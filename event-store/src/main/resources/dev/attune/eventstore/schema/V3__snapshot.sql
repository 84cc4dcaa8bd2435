-- The newest snapshot of a stream. Disposable: it is made again from the events.
CREATE TABLE attune.snapshot (
  stream      uuid        PRIMARY KEY,
  version     bigint      NOT NULL,
  type        text        NOT NULL,
  revision    text,
  occurred_at timestamptz NOT NULL,
  data        bytea       NOT NULL
);
