package dev.attune.eventstore.stream;

import dev.attune.eventstore.append.StreamHead;
import dev.attune.eventstore.read.EventReader;
import dev.attune.eventstore.read.ReadFailedException;
import dev.attune.eventstore.read.SnapshotReader;
import dev.attune.eventstore.read.SnapshotTail;
import dev.attune.eventstore.read.SnapshotTail.Found;
import dev.attune.eventstore.read.StoredSnapshot;
import dev.attune.eventstore.read.StreamTail;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** States kept beside the log. Whatever is wrong with one, its stream is read from the beginning instead. Thread-safe. */
final class Snapshots<S> {

  private static final Logger LOG = LoggerFactory.getLogger(Snapshots.class);

  private final EventReader events;
  private final Fold<S> fold;
  private final SnapshotOptions<S> options;
  private final SnapshotReader snapshots;
  private final SnapshotWriter<S> writer;
  private final Set<String> otherRevisions = ConcurrentHashMap.newKeySet();
  private volatile boolean refused;

  Snapshots(EventReader events, Fold<S> fold, SnapshotOptions<S> options, Executor executor) {
    this.events = events;
    this.fold = fold;
    this.options = options;
    this.snapshots = new SnapshotReader(options.database());
    this.writer = new SnapshotWriter<>(options, executor);
  }

  /** A state to go on from, and the events behind it. */
  record Start<S>(Known<S> from, StreamTail tail) {}

  /** Has a snapshot of a committed state written if it is time. */
  void offer(Known<S> known) {
    if (!refused) {
      writer.offer(known);
    }
  }

  /** Each stream from its snapshot on, or from its beginning. */
  Map<UUID, Start<S>> load(List<UUID> streams) {
    Map<UUID, Start<S>> starts = HashMap.newHashMap(streams.size());
    if (refused) {
      streams.forEach(stream -> starts.put(stream, whole(stream, null)));
      return starts;
    }
    try {
      snapshots
          .read(streams, options.kind(), options.codec().revision())
          .forEach((stream, read) -> starts.put(stream, start(stream, read)));
      return starts;
    } catch (ReadFailedException failed) {
      if (failed.getCause() instanceof SQLException cause && isRefusal(cause)) {
        refused = true;
        LOG.warn("No snapshots until the next start, streams are read as a whole: {}", cause.getMessage());
        return load(streams);
      }
      throw failed;
    }
  }

  private Start<S> start(UUID stream, SnapshotTail read) {
    return switch (read.found()) {
      case Found.None none -> new Start<>(nothing(stream, null), read.tail());
      case Found.Unfit unfit -> {
        ignored(stream, unfit);
        yield new Start<>(nothing(stream, unfit.id()), read.tail());
      }
      case Found.Fitting fitting -> from(fitting.snapshot(), read.tail());
    };
  }

  private Start<S> from(StoredSnapshot snapshot, StreamTail tail) {
    StreamHead at = snapshot.at();
    if (!snapshot.isSound()) {
      return damaged(snapshot, "its checksum is wrong");
    }
    S state;
    try {
      state = options.codec().decode(at.stream(), snapshot.bytes());
    } catch (RuntimeException | StackOverflowError failed) {
      return damaged(snapshot, "it cannot be decoded (" + failed + ")");
    }
    return new Start<>(new Known<>(state, at, new SnapshotMark(at.version())), tail);
  }

  private Start<S> damaged(StoredSnapshot snapshot, String why) {
    UUID stream = snapshot.at().stream();
    warn(stream, snapshot.at().version(), why);
    return whole(stream, snapshot.id());
  }

  private Start<S> whole(UUID stream, StoredSnapshot.@Nullable Id useless) {
    return new Start<>(nothing(stream, useless), events.stream(stream, 0));
  }

  private Known<S> nothing(UUID stream, StoredSnapshot.@Nullable Id useless) {
    return new Known<>(fold.initial(stream), StreamHead.empty(stream), new SnapshotMark(useless));
  }

  /** After a release every snapshot may have another revision: one warning says it for all of them. */
  private void ignored(UUID stream, Found.Unfit unfit) {
    long version = unfit.id().version();
    switch (unfit.reason()) {
      case REVISION -> {
        if (otherRevisions.add(unfit.revision())) {
          LOG.warn(
              "Snapshots of kind {} and revision \"{}\" are ignored and replaced, the first of them of stream {}: the"
                  + " revision is \"{}\" now",
              options.kind(), unfit.revision(), stream, options.codec().revision());
        }
      }
      case BEYOND_HEAD -> warn(stream, version, "the stream ends before it");
      case OTHER_HISTORY -> warn(stream, version, "the stream's event of that version is another one");
      case NOTHING_BEHIND -> warn(stream, version, "the event behind it is missing");
    }
  }

  private void warn(UUID stream, long version, String why) {
    LOG.warn("The snapshot of kind {} of stream {} at version {} is ignored and replaced: {}",
        options.kind(), stream, version, why);
  }

  /** Missing table or right (SQLSTATE class 42): no reason to refuse commands. */
  private static boolean isRefusal(SQLException failure) {
    return failure.getSQLState() != null && failure.getSQLState().startsWith("42");
  }
}
