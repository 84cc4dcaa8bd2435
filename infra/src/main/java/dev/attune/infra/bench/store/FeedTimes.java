package dev.attune.infra.bench.store;

import dev.attune.infra.bench.BenchFailedException;
import dev.attune.infra.bench.BenchRun;
import dev.attune.infra.bench.Figure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * What one event after the other went through, by the clock that all processes of a machine share, in nanoseconds since
 * 1970: called by a writer, committed, answered to the writer, seen by the reader. Thread-safe.
 */
final class FeedTimes {

  private final Map<UUID, Long> called = new ConcurrentHashMap<>();
  private final Map<UUID, Long> answered = new ConcurrentHashMap<>();

  static long now() {
    Instant now = Instant.now();
    return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
  }

  void called(UUID event) {
    called.put(event, now());
  }

  void answered(UUID event) {
    answered.put(event, now());
  }

  int answered() {
    return answered.size();
  }

  /**
   * How long each event took to the reader, of those that were called from a moment on.
   *
   * @param committed when the database began to commit each; it is durable and to be seen a flush of the disk later
   */
  Measured measured(Map<UUID, Long> committed, Map<UUID, Long> seen, long from, double seconds) {
    Map<String, Load.Measured> since = new LinkedHashMap<>();
    since.put("call", since(called, seen, from, seconds));
    since.put("commit", since(committed, seen, from, seconds));
    since.put("answer", since(answered, seen, from, seconds));
    return new Measured(since);
  }

  private Load.Measured since(Map<UUID, Long> moment, Map<UUID, Long> seen, long from, double seconds) {
    long[] nanos =
        called.entrySet().stream()
            .filter(call -> call.getValue() >= from)
            .mapToLong(call -> of(seen, call.getKey()) - of(moment, call.getKey()))
            .sorted()
            .toArray();
    return new Load.Measured(nanos, seconds, 1);
  }

  private static long of(Map<UUID, Long> times, UUID event) {
    Long time = times.get(event);
    if (time == null) {
      throw new BenchFailedException("Nobody knows when event " + event + " was committed, answered or seen");
    }
    return time;
  }

  /** @param since sorted, by the moment that the time is taken from; less than nothing if the reader was first */
  record Measured(Map<String, Load.Measured> since) {

    void keep(BenchRun run, String subject) {
      since.forEach((moment, measured) -> Load.keep(run, subject + "_since_" + moment, measured));
    }

    static List<Figure> figures(String subject, List<Measured> rounds) {
      List<Figure> figures = new ArrayList<>();
      for (String moment : rounds.getFirst().since.keySet()) {
        Load.Measured all = Load.Measured.of(rounds.stream().map(round -> round.since.get(moment)).toList());
        figures.add(Figure.of(subject, "since_" + moment + "_p50_ms", all.millis(50)));
        figures.add(Figure.of(subject, "since_" + moment + "_p99_ms", all.millis(99)));
        figures.add(Figure.of(subject, "since_" + moment + "_p999_ms", all.millis(99.9)));
      }
      return figures;
    }
  }
}
