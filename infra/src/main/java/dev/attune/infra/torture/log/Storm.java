package dev.attune.infra.torture.log;

import com.fasterxml.uuid.Generators;
import dev.attune.infra.torture.Interruption;
import java.io.PrintStream;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Nodes in processes of their own append while one strike follows another, in rounds of all kinds in an order by lot. The
 * next comes when something has been acknowledged since the last, after a calm of a length by lot.
 */
final class Storm {

  private static final int WRITERS_OF_SHARED_STREAM = 5;
  private static final int ENOUGH = 50;
  private static final Duration RECOVERY = Duration.ofSeconds(30);

  private final PrintStream out;

  Storm(PrintStream out) {
    this.out = out;
  }

  /**
   * How much.
   *
   * @param time until the last strike, at least one round of them
   * @param acknowledged units at least, however long that takes, unless something is wrong
   * @param calm between strikes
   */
  record Size(Duration time, long acknowledged, int nodes, int writersOfNode, Calm calm) {

    /** One strike soon after the other: what happens while nodes and database still recover counts most. */
    static Size ofTime(Duration time, int nodes, int writersOfNode) {
      return new Size(time, 0, nodes, writersOfNode, new Calm(0, 400));
    }

    /** Long calms, so that much is stored between the strikes. */
    static Size ofAcknowledged(long units, int nodes, int writersOfNode) {
      return new Size(Duration.ZERO, units, nodes, writersOfNode, new Calm(2_000, 4_000));
    }

    private int sharedStreams() {
      return Math.max(1, nodes * writersOfNode / WRITERS_OF_SHARED_STREAM);
    }
  }

  /** How long nothing strikes, in milliseconds. */
  record Calm(int shortest, int longest) {

    private Duration next(Random random) {
      return Duration.ofMillis(random.nextInt(shortest, longest));
    }
  }

  /**
   * What came of it.
   *
   * @param acknowledged units
   * @param repeated how often a writer had no answer and sent again
   * @param lost how often a node lost its connection, or got none
   * @param swallowed answers of the database that no node got
   */
  record Outcome(
      Map<Strike, Integer> strikes,
      long acknowledged,
      long repeated,
      long lost,
      long swallowed,
      List<String> complaints) {}

  Outcome run(long seed, Size size) throws SQLException {
    try (LogServer server = LogServer.start()) {
      DatabaseClock clock = DatabaseClock.install(server);
      List<RestartedNode> nodes = IntStream.rangeClosed(1, size.nodes())
          .mapToObj(number -> new RestartedNode("node-" + number, server.port(), server.password()))
          .toList();
      try {
        return run(seed, size, server, clock, nodes);
      } finally {
        nodes.forEach(RestartedNode::close);
      }
    }
  }

  private Outcome run(long seed, Size size, LogServer server, DatabaseClock clock, List<RestartedNode> nodes)
      throws SQLException {
    LogBook book = new LogBook();
    List<AtomicLong> skew = Stream.generate(AtomicLong::new).limit(size.nodes()).toList();
    LongAdder repeated = new LongAdder();
    Random random = new Random(seed);
    Map<Strike, Integer> done = new EnumMap<>(Strike.class);
    try (StoredHeads heads = new StoredHeads(server.database())) {
      LogWriter.Scene scene =
          new LogWriter.Scene(nodes, book,
              Stream.generate(Generators.timeBasedEpochRandomGenerator()::generate).limit(size.sharedStreams()).toList(),
              heads, new AtomicLong(), skew, repeated);
      try (Writers writers = Writers.start(scene, size.writersOfNode(), seed)) {
        awaitMore(book, 0, "the start");
        Striker striker = new Striker(server, nodes, skew, clock, book, random);
        long end = System.nanoTime() + size.time().toNanos();
        for (List<Strike> round = round(random);
            goesOn(round, done, end) || book.count() < size.acknowledged() && book.complaints().isEmpty(); ) {
          Interruption.pause(size.calm().next(random));
          strike(striker, round.removeFirst(), book, done);
          if (round.isEmpty()) {
            round = round(random);
          }
        }
        writers.finish().forEach(book::complain);
      }
    }
    nodes.forEach(RestartedNode::close);
    out.printf("  %,d units acknowledged, %,d sent again by writers, %,d connections lost by nodes; reading the log%n",
        book.count(), repeated.sum(), nodes.stream().mapToLong(RestartedNode::lost).sum());
    return new Outcome(done, book.count(), repeated.sum(), nodes.stream().mapToLong(RestartedNode::lost).sum(),
        nodes.stream().mapToLong(node -> node.proxy().swallowed()).sum(),
        LogCheck.complaints(book, server.database()));
  }

  /** Never stops within the first round: each kind strikes at least once. */
  private static boolean goesOn(List<Strike> round, Map<Strike, Integer> done, long end) {
    return System.nanoTime() < end || !done.keySet().containsAll(round);
  }

  private void strike(Striker striker, Strike strike, LogBook book, Map<Strike, Integer> done) throws SQLException {
    long before = book.count();
    String seen = striker.strike(strike);
    int number = done.values().stream().mapToInt(Integer::intValue).sum() + 1;
    done.merge(strike, 1, Integer::sum);
    out.printf("  strike %3d at %,9d acknowledged: %s: %s%n", number, before, strike, seen);
    awaitMore(book, book.count(), strike.toString());
  }

  private static void awaitMore(LogBook book, long than, String after) {
    long deadline = System.nanoTime() + RECOVERY.toNanos();
    while (book.count() < than + ENOUGH) {
      if (System.nanoTime() > deadline) {
        book.complain("halt: not " + ENOUGH + " units were acknowledged within " + RECOVERY.toSeconds() + " s after "
            + after);
        return;
      }
      Interruption.pause(Duration.ofMillis(5));
    }
  }

  private List<Strike> round(Random random) {
    Set<Strike> kinds = EnumSet.allOf(Strike.class);
    String missing = Strace.missing();
    if (!missing.isEmpty()) {
      kinds.remove(Strike.DISK_SLOW);
      out.println("  left out: " + Strike.DISK_SLOW + ": " + missing);
    }
    List<Strike> round = new ArrayList<>(kinds);
    Collections.shuffle(round, random);
    return round;
  }
}
