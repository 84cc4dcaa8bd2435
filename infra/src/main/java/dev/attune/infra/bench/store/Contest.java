package dev.attune.infra.bench.store;

import dev.attune.infra.bench.BenchRun;
import dev.attune.infra.bench.Figure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Subjects that do the same work, in alternating rounds; the first round of each warms it up and does not count. */
final class Contest {

  private static final int ROUNDS = 3;
  private static final long SHORTEST_MILLIS = 500;

  private final Map<String, Round> subjects = new LinkedHashMap<>();

  /** One subject at work for a while. */
  @FunctionalInterface
  interface Round {
    Load.Measured run(Duration time) throws InterruptedException;
  }

  Contest add(String name, Round round) {
    subjects.put(name, round);
    return this;
  }

  /** All rounds of a subject together take about as long as the run is told to. */
  Result run(BenchRun run) throws InterruptedException {
    Duration round = Duration.ofMillis(Math.max(SHORTEST_MILLIS, run.seconds() * 1_000L / ROUNDS));
    Map<String, List<Load.Measured>> measured = new LinkedHashMap<>();
    for (int i = 0; i <= ROUNDS; i++) {
      run.terminal().line(i == 0 ? "warming up" : "round " + i + " of " + ROUNDS);
      for (Map.Entry<String, Round> subject : subjects.entrySet()) {
        Load.Measured one = subject.getValue().run(i == 0 ? round.multipliedBy(2).dividedBy(3) : round);
        if (i > 0) {
          measured.computeIfAbsent(subject.getKey(), name -> new ArrayList<>()).add(one);
          Load.keep(run, subject.getKey(), one);
        }
      }
    }
    Map<String, Load.Measured> whole = new LinkedHashMap<>();
    measured.forEach((name, rounds) -> whole.put(name, Load.Measured.of(rounds)));
    return new Result(whole);
  }

  /** What each subject did in all rounds that count. */
  record Result(Map<String, Load.Measured> whole) {

    List<Figure> figures() {
      List<Figure> figures = new ArrayList<>();
      whole.forEach((name, one) -> figures.addAll(one.figures(name)));
      return figures;
    }

    /** Events a second of the best subject whose name begins so. */
    double best(String prefix) {
      return rates(prefix).max(Comparator.naturalOrder()).orElse(0.0);
    }

    /** Events a second of the worst subject whose name begins so. */
    double worst(String prefix) {
      return rates(prefix).min(Comparator.naturalOrder()).orElse(0.0);
    }

    private java.util.stream.Stream<Double> rates(String prefix) {
      Predicate<String> named = name -> name.startsWith(prefix);
      return whole.entrySet().stream()
          .filter(entry -> named.test(entry.getKey()))
          .map(entry -> entry.getValue().perSecond());
    }
  }
}
