package dev.attune.eventstore.stream;

import dev.attune.eventstore.read.StoredSnapshot;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes snapshots beside the commands: at most so many at a time, and what would be one more is left to a later moment.
 * A snapshot that gets lost does no harm, so nothing waits for the disk, and a failure is only logged.
 */
final class SnapshotWriter<S> {

  private static final Logger LOG = LoggerFactory.getLogger(SnapshotWriter.class);
  private static final int SECONDS = 10;

  private static final String WRITE =
      """
      INSERT INTO attune.state_snapshot AS s (stream, kind, revision, version, chain, bytes, checksum)
      SELECT ?, ?, ?, ?, encode(?, 'hex')::uuid, ?, ? FROM set_config('synchronous_commit', 'off', true)
      ON CONFLICT (stream, kind) DO UPDATE
        SET revision = excluded.revision, version = excluded.version, chain = excluded.chain, bytes = excluded.bytes,
          checksum = excluded.checksum
        WHERE excluded.version > s.version OR excluded.revision <> s.revision OR (s.version = ? AND s.checksum = ?)
      """;

  private final SnapshotOptions<S> options;
  private final Executor executor;
  private final Semaphore free;

  SnapshotWriter(SnapshotOptions<S> options, Executor executor) {
    this.options = options;
    this.executor = executor;
    this.free = new Semaphore(options.underWay());
  }

  /** Has a snapshot written if it is time. The state must be committed. */
  void offer(Known<S> known) {
    long version = known.head().version();
    if (!known.mark().isDue(version, options.every()) || !free.tryAcquire()) {
      return;
    }
    SnapshotMark.Turn turn = known.mark().take(version, options.every());
    if (!turn.ours()) {
      free.release();
      return;
    }
    try {
      executor.execute(() -> write(known, turn));
    } catch (Throwable noThread) {
      failed(known, turn, noThread);
      free.release();
    }
  }

  private void write(Known<S> known, SnapshotMark.Turn turn) {
    try {
      SnapshotCodec<S> codec = options.codec();
      byte[] bytes = codec.encode(known.state());
      store(StoredSnapshot.of(options.kind(), codec.revision(), known.head(), bytes), turn.useless());
    } catch (Throwable failed) {
      failed(known, turn, failed);
    } finally {
      free.release();
    }
  }

  private void failed(Known<S> known, SnapshotMark.Turn turn, Throwable failed) {
    known.mark().failed(turn);
    LOG.warn(
        "The snapshot of stream {} at version {} was not written; the stream is read further back next time: {}",
        known.head().stream(), known.head().version(), failed.toString());
  }

  private void store(StoredSnapshot snapshot, StoredSnapshot.@Nullable Id useless) throws SQLException {
    try (Connection connection = options.database().getConnection();
        PreparedStatement statement = connection.prepareStatement(WRITE)) {
      statement.setQueryTimeout(SECONDS);
      statement.setObject(1, snapshot.at().stream());
      statement.setString(2, snapshot.kind());
      statement.setString(3, snapshot.revision());
      statement.setLong(4, snapshot.at().version());
      statement.setBytes(5, snapshot.at().chain());
      statement.setBytes(6, snapshot.bytes());
      statement.setInt(7, snapshot.checksum());
      statement.setLong(8, useless == null ? 0 : useless.version());
      statement.setInt(9, useless == null ? 0 : useless.checksum());
      statement.executeUpdate();
    }
  }
}
