package dev.attune.eventstore.stream;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.attune.contracts.wire.Envelope;
import dev.attune.eventstore.append.HashChain;
import dev.attune.eventstore.append.StreamHead;
import dev.attune.eventstore.read.EventReader;
import dev.attune.eventstore.read.StreamFrom;
import dev.attune.eventstore.read.StreamTail;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** Committed states of streams: a bounded memory, and the store behind it. Thread-safe. */
final class States<S> {

  private final EventReader reader;
  private final Fold<S> fold;
  private final @Nullable Snapshots<S> snapshots;
  private final CombinedLoads<Snapshots.Start<S>> cold;
  private final Cache<UUID, Known<S>> cache;
  private final LongAdder found = new LongAdder();
  private final LongAdder read = new LongAdder();

  States(
      EventReader reader,
      Fold<S> fold,
      long cachedWeight,
      ToIntFunction<S> weight,
      @Nullable Snapshots<S> snapshots) {
    this.reader = reader;
    this.fold = fold;
    this.snapshots = snapshots;
    this.cold = new CombinedLoads<>(snapshots == null ? this::whole : snapshots::load);
    this.cache =
        Caffeine.newBuilder()
            .maximumWeight(cachedWeight)
            .weigher((UUID stream, Known<S> known) -> Math.max(1, weight.applyAsInt(known.state())))
            .executor(Runnable::run)
            .build();
  }

  /** From memory, or else read. */
  Known<S> get(UUID stream) {
    Known<S> known = cache.getIfPresent(stream);
    if (known != null) {
      found.increment();
      return known;
    }
    read.increment();
    Known<S> loaded = load(stream);
    offer(loaded);
    Known<S> meanwhile = cache.asMap().putIfAbsent(stream, loaded);
    return meanwhile == null ? loaded : meanwhile;
  }

  void put(Known<S> known) {
    cache.put(known.head().stream(), known);
    offer(known);
  }

  void forget(UUID stream) {
    cache.invalidate(stream);
  }

  /**
   * Brings a state to what is committed now. If the store does not go on where this state ends, as after a restore of
   * the database, the stream is read from its beginning.
   */
  Known<S> refresh(Known<S> known) {
    UUID stream = known.head().stream();
    Known<S> read = readFrom(known, stream);
    put(read);
    return read;
  }

  private Known<S> load(UUID stream) {
    Snapshots.Start<S> start = cold.load(stream);
    Known<S> loaded = follow(start.from(), start.tail());
    return loaded == null ? readFrom(nothing(stream), stream) : loaded;
  }

  private Map<UUID, Snapshots.Start<S>> whole(List<UUID> streams) {
    Map<UUID, Snapshots.Start<S>> starts = HashMap.newHashMap(streams.size());
    reader.streams(streams.stream().map(id -> new StreamFrom(id, 0)).toList())
        .forEach((stream, tail) -> starts.put(stream, new Snapshots.Start<>(nothing(stream), tail)));
    return starts;
  }

  private void offer(Known<S> committed) {
    if (snapshots != null) {
      snapshots.offer(committed);
    }
  }

  private Known<S> readFrom(Known<S> known, UUID stream) {
    StreamTail tail = reader.stream(stream, known.head().version());
    Known<S> read = follow(known, tail);
    if (read != null) {
      return read;
    }
    if (known.head().version() == 0) {
      throw new IllegalStateException(
          "The events of stream %s do not lead to its head (version %d): they were changed, or some are missing"
              .formatted(stream, tail.head().version()));
    }
    return load(stream);
  }

  /** The state with these events; null if they do not lead to the head that the store tells. */
  private @Nullable Known<S> follow(Known<S> known, StreamTail tail) {
    StreamHead head = known.head();
    S state = known.state();
    for (Envelope event : tail.events()) {
      head = HashChain.after(head, event);
      state = fold.evolve(state, event);
    }
    boolean same = head.version() == tail.head().version() && Arrays.equals(head.chain(), tail.head().chain());
    return same ? known.next(state, head) : null;
  }

  /** How many are in memory. */
  long count() {
    return cache.estimatedSize();
  }

  /** How many were found in memory so far. */
  long found() {
    return found.sum();
  }

  /** How many were read so far. */
  long read() {
    return read.sum();
  }

  /** What the states in memory weigh. */
  long weight() {
    cache.cleanUp();
    return cache.policy().eviction().orElseThrow().weightedSize().orElseThrow();
  }

  private Known<S> nothing(UUID stream) {
    return new Known<>(fold.initial(stream), StreamHead.empty(stream));
  }
}
