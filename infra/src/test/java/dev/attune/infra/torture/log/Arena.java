package dev.attune.infra.torture.log;

import com.fasterxml.uuid.Generators;
import dev.attune.eventstore.append.Appender;
import dev.attune.eventstore.append.AppenderMetrics;
import dev.attune.eventstore.append.AppenderOptions;
import dev.attune.eventstore.append.LogSignal;
import dev.attune.eventstore.append.PostgresAppender;
import dev.attune.infra.torture.Interruption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/** The storm's writers and books with nodes in this JVM, for a few hundred units. */
final class Arena {

  private static final int WRITERS_OF_NODE = 6;
  private static final int UNITS = 300;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final LogServer server;

  Arena(LogServer server) {
    this.server = server;
  }

  PostgresAppender appender() {
    return appender("");
  }

  /** @param session settings of its session */
  PostgresAppender appender(String session) {
    return new PostgresAppender(
        Databases.at(server.port(), server.password(), "arena", session),
        AppenderOptions.DEFAULT.answerWithin(Duration.ofSeconds(4)), AppenderMetrics.NONE, new LogSignal());
  }

  /** Appends, strikes, appends on, and says what is wrong with the log. */
  List<String> complaints(List<? extends Appender> appenders, Callable<?> strike) throws Exception {
    return complaints(appenders, strike, () -> "");
  }

  /** @param afterwards is done to the log when all is appended */
  List<String> complaints(List<? extends Appender> appenders, Callable<?> strike, Callable<?> afterwards)
      throws Exception {
    List<AppenderNode> nodes = appenders.stream().map(AppenderNode::new).toList();
    LogBook book = new LogBook();
    try (StoredHeads heads = new StoredHeads(server.database())) {
      LogWriter.Scene scene =
          new LogWriter.Scene(nodes, book, List.of(Generators.timeBasedEpochRandomGenerator().generate()), heads,
              new AtomicLong(), Stream.generate(AtomicLong::new).limit(nodes.size()).toList(), new LongAdder());
      try (Writers writers = Writers.start(scene, WRITERS_OF_NODE, 1)) {
        await(book, UNITS);
        strike.call();
        await(book, book.count() + UNITS);
        writers.finish().forEach(book::complain);
      }
    } finally {
      nodes.forEach(AppenderNode::close);
    }
    afterwards.call();
    return LogCheck.complaints(book, server.database());
  }

  private static void await(LogBook book, long units) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (book.count() < units && System.nanoTime() < deadline) {
      Interruption.pause(Duration.ofMillis(5));
    }
  }
}
