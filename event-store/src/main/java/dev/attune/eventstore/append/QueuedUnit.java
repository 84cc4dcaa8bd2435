package dev.attune.eventstore.append;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A unit on its way, with all that can be computed before the lock is taken, on the sender's own thread.
 *
 * @param keys of its claims
 * @param rows of its events, in the order of their positions
 * @param bytes of its events' rows
 */
record QueuedUnit(
    AppendUnit unit,
    List<ClaimKey> keys,
    List<ReadyStream> streams,
    List<ReadyEvent> rows,
    @Nullable Chain chain,
    CompletableFuture<Outcome> future,
    int events,
    int bytes,
    long arrivedAt) {

  /** Units that build on one another. Only the appender's thread looks at it. */
  static final class Chain {
    boolean broken;
  }

  /**
   * @param firstEvent id of the first of the events
   * @param last number of the last of the events within the unit, from 1
   */
  record ReadyStream(StreamHead expected, StreamHead next, UUID firstEvent, int last, List<ReadyEvent> events) {}

  /**
   * @param name stored name
   * @param row see {@link EventRow}
   */
  record ReadyEvent(String name, byte[] row) {}

  /**
   * @throws AppendRejectedException if the unit cannot be stored whatever the state of the log
   */
  static QueuedUnit of(AppendUnit unit, @Nullable Chain chain) {
    try {
      checkStreams(unit);
      List<ClaimKey> keys = keys(unit);
      if (unit.streams().size() == 1 && unit.order().isEmpty()) {
        StreamAppend only = unit.streams().getFirst();
        ReadyStream ready = ready(only, only.events().size());
        return of(unit, keys, List.of(ready), ready.events(), chain);
      }
      List<Integer> order = order(unit);
      List<ReadyStream> streams = new ArrayList<>(unit.streams().size());
      for (int i = 0; i < unit.streams().size(); i++) {
        streams.add(ready(unit.streams().get(i), order.lastIndexOf(i) + 1));
      }
      return of(unit, keys, streams, rows(streams, order), chain);
    } catch (RuntimeException bad) {
      throw new AppendRejectedException(bad);
    }
  }

  private static QueuedUnit of(
      AppendUnit unit, List<ClaimKey> keys, List<ReadyStream> streams, List<ReadyEvent> rows, @Nullable Chain chain) {
    int bytes = 0;
    for (ReadyEvent event : rows) {
      bytes = Math.addExact(bytes, event.row().length);
    }
    return new QueuedUnit(
        unit, keys, streams, rows, chain, new CompletableFuture<>(), rows.size(), bytes, System.nanoTime());
  }

  /** The heads that the unit leaves. */
  List<StreamHead> heads() {
    if (streams.size() == 1) {
      return List.of(streams.getFirst().next());
    }
    return streams.stream().map(ReadyStream::next).toList();
  }

  private static ReadyStream ready(StreamAppend append, int last) {
    StreamHead head = append.expected();
    long version = head.version();
    byte[] chain = head.chain();
    List<ReadyEvent> events = new ArrayList<>(append.events().size());
    for (NewEvent event : append.events()) {
      version++;
      byte[] canonical = HashChain.canonical(head.stream(), version, event);
      chain = HashChain.next(chain, canonical);
      byte[] row =
          EventRow.of(
              head.stream(),
              version,
              event,
              HashChain.micros(event.occurredAt()),
              HashChain.checksum(canonical),
              chain);
      events.add(new ReadyEvent(event.event().name(), row));
    }
    StreamHead next = new StreamHead(head.stream(), version, chain);
    return new ReadyStream(head, next, append.events().getFirst().eventId(), last, events);
  }

  /** The order asked for, written out. */
  private static List<Integer> order(AppendUnit unit) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < unit.streams().size(); i++) {
      order.addAll(Collections.nCopies(unit.streams().get(i).events().size(), i));
    }
    if (unit.order().isEmpty()) {
      return order;
    }
    if (unit.order().getFirst() != 0 || !unit.order().stream().sorted().toList().equals(order)) {
      throw new IllegalArgumentException("The order of a unit names each event's stream, the first one first");
    }
    return unit.order();
  }

  private static List<ReadyEvent> rows(List<ReadyStream> streams, List<Integer> order) {
    List<Iterator<ReadyEvent>> events = streams.stream().map(stream -> stream.events().iterator()).toList();
    return order.stream().map(stream -> events.get(stream).next()).toList();
  }

  private static void checkStreams(AppendUnit unit) {
    if (unit.streams().isEmpty()) {
      throw new IllegalArgumentException("A unit has events for at least one stream");
    }
    Set<UUID> streams = new HashSet<>();
    for (StreamAppend append : unit.streams()) {
      if (append.events().isEmpty()) {
        throw new IllegalArgumentException("No events for stream " + append.expected().stream());
      }
      if (append.expected().chain().length != 16) {
        throw new IllegalArgumentException("A head's chain has 16 bytes, not " + append.expected().chain().length);
      }
      append.events().forEach(event -> revision(event.event().revision()));
      if (!streams.add(append.expected().stream())) {
        throw new IllegalArgumentException("Stream twice in one unit: " + append.expected().stream());
      }
    }
  }

  private static List<ClaimKey> keys(AppendUnit unit) {
    List<ClaimKey> keys = new ArrayList<>(unit.claims().size());
    for (Claim claim : unit.claims()) {
      keys.add(ClaimKey.of(claim));
    }
    if (keys.size() > 1 && new HashSet<>(keys).size() < keys.size()) {
      throw new IllegalArgumentException("The same claim twice in one unit");
    }
    return keys;
  }

  private static void revision(int revision) {
    if (revision < 0 || revision > Short.MAX_VALUE) {
      throw new IllegalArgumentException("A revision is a number from 0 to 32767, not " + revision);
    }
  }
}
