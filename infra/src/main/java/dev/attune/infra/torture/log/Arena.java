package dev.attune.infra.torture.log;

import com.fasterxml.uuid.Generators;
import dev.attune.eventstore.append.Appender;
import dev.attune.eventstore.append.AppenderMetrics;
import dev.attune.eventstore.append.AppenderOptions;
import dev.attune.eventstore.append.LogSignal;
import dev.attune.eventstore.append.PostgresAppender;
import dev.attune.infra.torture.Interruption;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/** The storm's writers and books with nodes in this JVM, for what strikes the database alone. */
final class Arena {

  private static final int WRITERS_OF_NODE = 6;
  private static final int UNITS = 300;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final LogServer server;

  Arena(LogServer server) {
    this.server = server;
  }

  /** What is done while nodes append. */
  @FunctionalInterface
  interface Blow {
    /**
     * Returns when the database works again.
     *
     * @param book what was acknowledged and what failed so far
     */
    void strike(LogBook book) throws SQLException;
  }

  PostgresAppender appender() {
    return appender("");
  }

  /**
   * A node that gives up after four seconds without an answer.
   *
   * @param session settings of its session
   */
  PostgresAppender appender(String session) {
    return appender(server.port(), session);
  }

  /** As {@link #appender(String)}, over a proxy at this port. */
  PostgresAppender appender(int port, String session) {
    return new PostgresAppender(
        Databases.at(port, server.password(), "arena", session),
        AppenderOptions.DEFAULT.answerWithin(Duration.ofSeconds(4)), AppenderMetrics.NONE, new LogSignal());
  }

  /**
   * Two nodes append, the blow strikes, they append on, and the log is compared with the book.
   *
   * @return what is wrong
   */
  List<String> complaints(Blow blow) throws SQLException {
    return complaints(List.of(appender(), appender()), blow);
  }

  /** As {@link #complaints(Blow)}, with other nodes. */
  List<String> complaints(List<? extends Appender> appenders, Blow blow) throws SQLException {
    return complaints(appenders, blow, book -> {});
  }

  /**
   * As {@link #complaints(Blow)}, with other nodes.
   *
   * @param appenders are closed at the end
   * @param afterwards is done when nobody appends any more
   */
  List<String> complaints(List<? extends Appender> appenders, Blow blow, Blow afterwards) throws SQLException {
    List<AppenderNode> nodes = appenders.stream().map(AppenderNode::new).toList();
    LogBook book = new LogBook();
    try (StoredHeads heads = new StoredHeads(server.database())) {
      LogWriter.Scene scene =
          new LogWriter.Scene(nodes, book, List.of(Generators.timeBasedEpochRandomGenerator().generate()), heads,
              new AtomicLong(), Stream.generate(AtomicLong::new).limit(nodes.size()).toList(), new LongAdder());
      try (Writers writers = Writers.start(scene, WRITERS_OF_NODE, 1)) {
        await(book, UNITS, "the start");
        blow.strike(book);
        await(book, book.count() + UNITS, "the strike");
        writers.finish().forEach(book::complain);
      }
    } finally {
      nodes.forEach(AppenderNode::close);
    }
    afterwards.strike(book);
    return LogCheck.complaints(book, server.database());
  }

  private static void await(LogBook book, long units, String after) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (book.count() < units) {
      if (System.nanoTime() > deadline) {
        book.complain("halt: not " + UNITS + " units were acknowledged within " + PATIENCE.toSeconds() + " s after "
            + after);
        return;
      }
      Interruption.pause(Duration.ofMillis(5));
    }
  }
}
