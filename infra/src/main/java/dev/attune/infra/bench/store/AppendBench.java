package dev.attune.infra.bench.store;

import dev.attune.contracts.Event;
import dev.attune.eventstore.append.AppenderMetrics;
import dev.attune.eventstore.append.AppenderOptions;
import dev.attune.eventstore.append.LogSignal;
import dev.attune.eventstore.append.PostgresAppender;
import dev.attune.infra.bench.Bench;
import dev.attune.infra.bench.BenchRun;
import dev.attune.infra.bench.Figure;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.axonframework.eventhandling.GenericDomainEventMessage;

/** Single events, one answer each: ours, stock Axon and plain PostgreSQL, in alternating rounds. */
public final class AppendBench implements Bench {

  private static final int[] AXON_WRITERS = {16, 32, 64};
  private static final int WRITERS = 64;

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
    Payloads payloads = new Payloads();
    try (BenchServer server = BenchServer.start()) {
      run.terminal().line(server.describe());
      server.freshLog();
      try (PostgresAppender appender =
              new PostgresAppender(server.direct(), AppenderOptions.DEFAULT, AppenderMetrics.NONE, new LogSignal());
          PlainRows plain = new PlainRows(server, payloads, WRITERS);
          AxonStore axon = new AxonStore(server, WRITERS)) {
        return figures(contest(new Subjects(new Ours(appender, payloads), plain, axon, payloads)).run(run));
      }
    }
  }

  private record Subjects(Ours ours, PlainRows plain, AxonStore axon, Payloads payloads) {}

  private static Contest contest(Subjects subjects) {
    Contest contest =
        new Contest()
            .add("attune_new_streams", time -> Load.virtual(WRITERS, time, subjects.ours()::newStreams))
            .add("attune_existing_streams", time -> Load.virtual(WRITERS, time, subjects.ours()::existingStreams));
    for (int writers : AXON_WRITERS) {
      contest.add(
          "stock_axon_" + writers,
          time -> Load.threads(writers, time, writer -> publish(subjects, writer, subjects.axon()::publish)));
    }
    return contest
        .add(
            "stock_axon_engine_alone_64",
            time -> Load.threads(WRITERS, time, writer -> publish(subjects, writer, subjects.axon()::append)))
        .add("bare_rows", time -> Load.threads(WRITERS, time, subjects.plain()::bare))
        .add("guarded_rows", time -> Load.threads(WRITERS, time, subjects.plain()::guarded));
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

  /** Of the rivals the best; of ours the worse. */
  private static List<Figure> figures(Contest.Result result) {
    List<Figure> figures = new ArrayList<>(result.figures());
    double ours = result.worst("attune_");
    figures.add(Figure.of("attune_over_stock_axon", "times", ours / result.best("stock_axon_")));
    figures.add(Figure.of("attune_over_guarded_rows", "times", ours / result.best("guarded")));
    figures.add(Figure.of("attune_over_bare_rows", "times", ours / result.best("bare")));
    return figures;
  }
}
