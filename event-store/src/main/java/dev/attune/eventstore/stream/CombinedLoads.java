package dev.attune.eventstore.stream;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/**
 * Makes loads that are asked for at the same time together. A load begins at once if none is under way; what is asked for
 * meanwhile goes into the next. Thread-safe.
 *
 * <p>A request never shares a load that began before it: it would not see what was committed since.
 *
 * @param <T> what is loaded for a stream
 */
final class CombinedLoads<T> {

  /** Most streams of one load. */
  static final int TOGETHER = 256;

  /** Two, so that a long stream does not hold up all others. */
  private static final int UNDER_WAY = 2;

  private final Function<List<UUID>, Map<UUID, T>> fetch;
  private final Map<UUID, CompletableFuture<T>> waiting = new LinkedHashMap<>();
  private int underWay;

  /**
   * @param fetch answers for each of at most 256 different streams; called on a thread of its own
   */
  CombinedLoads(Function<List<UUID>, Map<UUID, T>> fetch) {
    this.fetch = fetch;
  }

  /** Blocks until the stream is loaded; throws what the fetch threw. */
  T load(UUID stream) {
    CompletableFuture<T> loaded;
    boolean begin;
    synchronized (waiting) {
      loaded = waiting.computeIfAbsent(stream, id -> new CompletableFuture<>());
      begin = underWay < UNDER_WAY;
      if (begin) {
        underWay++;
      }
    }
    if (begin) {
      Thread.startVirtualThread(this::drain);
    }
    try {
      return loaded.join();
    } catch (CompletionException failed) {
      throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
    }
  }

  private void drain() {
    for (Map<UUID, CompletableFuture<T>> next = next(); !next.isEmpty(); next = next()) {
      try {
        Map<UUID, T> found = fetch.apply(new ArrayList<>(next.keySet()));
        next.forEach((stream, loaded) -> loaded.complete(found.get(stream)));
      } catch (Throwable failed) {
        next.values().forEach(loaded -> loaded.completeExceptionally(failed));
      }
    }
  }

  /** What waits; if nothing does, this drain is over. */
  private Map<UUID, CompletableFuture<T>> next() {
    synchronized (waiting) {
      Map<UUID, CompletableFuture<T>> next = new LinkedHashMap<>();
      Iterator<Map.Entry<UUID, CompletableFuture<T>>> all = waiting.entrySet().iterator();
      while (all.hasNext() && next.size() < TOGETHER) {
        Map.Entry<UUID, CompletableFuture<T>> one = all.next();
        next.put(one.getKey(), one.getValue());
        all.remove();
      }
      if (next.isEmpty()) {
        underWay--;
      }
      return next;
    }
  }
}
