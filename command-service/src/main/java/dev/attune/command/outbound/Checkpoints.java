package dev.attune.command.outbound;

import java.sql.SQLException;
import java.util.Optional;

/** The checkpoints in PostgreSQL, for the one who may change them. Used by one thread at a time. */
interface Checkpoints {

  Optional<Checkpoint> load(String topic) throws SQLException;

  /** Keeps the right to change them during long work elsewhere. */
  void touch() throws SQLException;
}
