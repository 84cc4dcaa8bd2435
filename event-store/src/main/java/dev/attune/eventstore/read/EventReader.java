package dev.attune.eventstore.read;

import dev.attune.contracts.wire.Envelope;
import dev.attune.contracts.wire.Progress.EpochStart;
import dev.attune.eventstore.append.Claim;
import dev.attune.eventstore.append.ClaimHolder;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads what is committed. Thread-safe, blocking; one round trip a call. */
public interface EventReader {

  /** The events of a stream with a version greater than the given one, and its head. */
  default StreamTail stream(UUID stream, long afterVersion) {
    return stream(stream, afterVersion, Integer.MAX_VALUE);
  }

  /** As above, but at most {@code limit} events, the first ones; the head is the stream's, not the last event's. */
  StreamTail stream(UUID stream, long afterVersion, int limit);

  /**
   * As {@link #stream}, for many streams at the same moment. All of it is held in memory.
   *
   * @param wanted each stream once
   * @return a tail for each of them; that of an unknown stream is empty
   */
  Map<UUID, StreamTail> streams(Collection<StreamFrom> wanted);

  /**
   * Ids of streams in their order (of unsigned bytes), behind one of them: a way to go through all.
   *
   * @param after null: from the first
   */
  List<UUID> streamsAfter(@Nullable UUID after, int limit);

  /** At most {@code limit} events with a position greater than the given one, in order. Nothing is ever skipped. */
  List<Envelope> log(long afterPosition, int limit);

  /**
   * As {@link #log}, but each event is handed over as it comes, while the database goes on reading: the quick way through
   * many. The database keeps a snapshot, and the call a connection, until the last is handed over.
   *
   * @param to is called by the caller's thread; what it throws ends the scan and is passed on, and a transaction that the
   *     caller's thread is in is over
   */
  void scan(long afterPosition, int limit, Consumer<Envelope> to);

  /** As {@link #log}, but only events of the stored names. Reads the log unless all of them are indexed as rare. */
  List<Envelope> logOf(Collection<String> names, long afterPosition, int limit);

  /** The event at a position, as a list of at most one. */
  List<Envelope> at(long position);

  /** Position of the last event; 0 if there is none. */
  long head();

  /**
   * Position of the last event with a {@code recordedAt} at or before a time (read in whole microseconds); 0 if there is
   * none. Some thirty look-ups in the database, however long the log is.
   */
  long positionAt(Instant time);

  /** Who holds the keys of a kind; free keys are missing. Keys of the answer are hexadecimal, lower case. */
  Map<String, ClaimHolder> holders(Claim.Kind kind, Collection<byte[]> keys);

  /** The epochs of the log, oldest first. */
  List<EpochStart> epochs();

  /** The database's clock. */
  Instant clock();
}
