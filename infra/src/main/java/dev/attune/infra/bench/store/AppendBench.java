package dev.attune.infra.bench.store;

import dev.attune.contracts.Event;
import dev.attune.eventstore.append.AppenderMetrics;
import dev.attune.eventstore.append.AppenderOptions;
import dev.attune.eventstore.append.LogSignal;
import dev.attune.eventstore.append.PostgresAppender;
import dev.attune.infra.bench.Bench;
import dev.attune.infra.bench.BenchRun;
import dev.attune.infra.bench.Figure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.axonframework.eventhandling.GenericDomainEventMessage;

/** Single events, one answer each: ours, stock Axon and plain PostgreSQL, in alternating rounds. */
public final class AppendBench implements Bench {

  private static final int[] AXON_WRITERS = {16, 32, 64};
  private static final int WRITERS = 64;
  private static final int ROUNDS = 3;

  /** Rounds of all subjects, one of each to warm up: a subject gets this share of {@code --seconds}. */
  private static final int SHARES = 10;

  @Override
  public String name() {
    return "append";
  }

  @Override
  public String describe() {
    return "one event a command, durable: ours (claim, head, partitions, hash chain), stock Axon JDBC, plain rows";
  }

  @Override
  public List<Figure> run(BenchRun run) throws InterruptedException {
    Duration round = Duration.ofMillis(Math.max(500, run.seconds() * 1_000L / SHARES));
    Payloads payloads = new Payloads();
    try (BenchServer server = BenchServer.start()) {
      run.terminal().line(server.describe());
      server.freshLog();
      try (PostgresAppender appender =
              new PostgresAppender(server.direct(), AppenderOptions.DEFAULT, AppenderMetrics.NONE, new LogSignal());
          PlainRows plain = new PlainRows(server, payloads, WRITERS);
          AxonStore axon = new AxonStore(server, WRITERS)) {
        return rounds(run, round, new Subjects(new Ours(appender, payloads), plain, axon, payloads));
      }
    }
  }

  private record Subjects(Ours ours, PlainRows plain, AxonStore axon, Payloads payloads) {}

  @FunctionalInterface
  private interface Round {
    Load.Measured run(Duration time) throws InterruptedException;
  }

  private static List<Figure> rounds(BenchRun run, Duration round, Subjects subjects) throws InterruptedException {
    Map<String, Round> all = all(subjects);
    Map<String, List<Load.Measured>> measured = new LinkedHashMap<>();
    for (int i = 0; i <= ROUNDS; i++) {
      run.terminal().line(i == 0 ? "warming up" : "round " + i + " of " + ROUNDS);
      for (Map.Entry<String, Round> subject : all.entrySet()) {
        Load.Measured one = subject.getValue().run(i == 0 ? round.multipliedBy(2).dividedBy(3) : round);
        if (i > 0) {
          measured.computeIfAbsent(subject.getKey(), name -> new ArrayList<>()).add(one);
          Load.keep(run, subject.getKey(), one);
        }
      }
    }
    return figures(measured);
  }

  private static Map<String, Round> all(Subjects subjects) {
    Map<String, Round> all = new LinkedHashMap<>();
    all.put("attune_new_streams", time -> Load.virtual(WRITERS, time, subjects.ours()::newStreams));
    all.put("attune_existing_streams", time -> Load.virtual(WRITERS, time, subjects.ours()::existingStreams));
    for (int writers : AXON_WRITERS) {
      all.put(
          "stock_axon_" + writers,
          time -> Load.threads(writers, time, writer -> publish(subjects, writer, subjects.axon()::publish)));
    }
    all.put(
        "stock_axon_engine_alone_64",
        time -> Load.threads(WRITERS, time, writer -> publish(subjects, writer, subjects.axon()::append)));
    all.put("bare_rows", time -> Load.threads(WRITERS, time, subjects.plain()::bare));
    all.put("guarded_rows", time -> Load.threads(WRITERS, time, subjects.plain()::guarded));
    return all;
  }

  private static Load.Work publish(
      Subjects subjects, int writer, java.util.function.Consumer<GenericDomainEventMessage<Event>> to) {
    Random random = new Random(writer);
    long[] sequence = {0};
    UUID[] aggregate = {UUID.randomUUID()};
    return () -> {
      // Half of the events begin an aggregate, half go on with one.
      boolean goesOn = sequence[0] % 2 == 1;
      if (!goesOn) {
        aggregate[0] = UUID.randomUUID();
      }
      sequence[0]++;
      Event view = subjects.payloads().view(random);
      to.accept(new GenericDomainEventMessage<>("Profile", aggregate[0].toString(), goesOn ? 1 : 0, view));
    };
  }

  private static List<Figure> figures(Map<String, List<Load.Measured>> measured) {
    List<Figure> figures = new ArrayList<>();
    Map<String, Load.Measured> whole = new LinkedHashMap<>();
    measured.forEach((name, rounds) -> whole.put(name, Load.Measured.of(rounds)));
    whole.forEach((name, one) -> figures.addAll(one.figures(name)));
    double ours = rate(whole, "attune_");
    figures.add(Figure.of("attune_over_stock_axon", "times", ours / rate(whole, "stock_axon_")));
    figures.add(Figure.of("attune_over_guarded_rows", "times", ours / rate(whole, "guarded")));
    figures.add(Figure.of("attune_over_bare_rows", "times", ours / rate(whole, "bare")));
    return figures;
  }

  /** Of the rivals the best; of ours the worse. */
  private static double rate(Map<String, Load.Measured> whole, String prefix) {
    Comparator<Double> order = prefix.startsWith("attune") ? Comparator.reverseOrder() : Comparator.naturalOrder();
    return whole.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(prefix))
        .map(entry -> entry.getValue().perSecond())
        .max(order)
        .orElse(0.0);
  }
}
