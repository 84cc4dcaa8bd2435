package dev.attune.infra.torture.log;

import dev.attune.infra.torture.Interruption;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Strikes nodes and database, and has everything back when it returns. */
final class Striker {

  private static final int CLOCK_SECONDS = 600;

  /** Longer than a disk that others use too may take for one commit. */
  private static final long LONG_STOP_MILLIS = 2_500;

  private final LogServer server;
  private final List<RestartedNode> nodes;
  private final List<AtomicLong> skewMicros;
  private final DatabaseClock clock;
  private final LogBook book;
  private final Random random;

  Striker(
      LogServer server, List<RestartedNode> nodes, List<AtomicLong> skewMicros, DatabaseClock clock, LogBook book,
      Random random) {
    this.server = server;
    this.nodes = nodes;
    this.skewMicros = skewMicros;
    this.clock = clock;
    this.book = book;
    this.random = random;
  }

  /** Strikes once, and says what was to be seen. */
  String strike(Strike strike) throws SQLException {
    nodes.stream()
        .filter(node -> !node.alive())
        .forEach(node -> book.complain("halt: " + node.name() + " has ended by itself"));
    return switch (strike) {
      case POSTMASTER_KILLED -> {
        server.killPostmaster();
        yield backAfter(100);
      }
      case DATABASE_KILLED -> {
        server.killAll();
        yield backAfter(500);
      }
      case BACKEND_KILLED -> backendKilled();
      case NODE_KILLED -> nodeKilled();
      case NODE_STOPPED -> nodeStopped();
      case REPLY_SWALLOWED -> swallowed();
      case CONNECTIONS_CUT -> {
        RestartedNode node = any();
        node.proxy().cut();
        yield node.name() + ", with " + node.underWay() + " under way";
      }
      case NODE_CLOCK -> {
        int node = random.nextInt(nodes.size());
        long seconds = random.nextInt(2 * CLOCK_SECONDS + 1) - CLOCK_SECONDS;
        skewMicros.get(node).set(TimeUnit.SECONDS.toMicros(seconds));
        yield nodes.get(node).name() + " by " + seconds + " s";
      }
      case DATABASE_CLOCK -> {
        // Further forward than back in the long run, or the times would stand still and nothing could be seen.
        long seconds = random.nextInt(5 * CLOCK_SECONDS / 2) - CLOCK_SECONDS;
        server.patiently(() -> {
          clock.jump(seconds);
          return clock;
        });
        yield "by " + seconds + " s";
      }
      case DISK_SLOW -> {
        Duration delay = Duration.ofMillis(20 + random.nextInt(100));
        try (Strace strace = Strace.slowDisk(server.pid(), delay)) {
          Interruption.pause(Duration.ofMillis(1_000));
        }
        yield "each fdatasync " + delay.toMillis() + " ms later, for 1 s";
      }
    };
  }

  private String backAfter(int longestDownMillis) {
    long begin = System.nanoTime();
    Interruption.pause(Duration.ofMillis(random.nextInt(longestDownMillis)));
    server.restart();
    return "back after " + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin) + " ms";
  }

  private String backendKilled() throws SQLException {
    String backend = "SELECT a.pid FROM pg_stat_activity a WHERE a.application_name = '%s'".formatted(any().name());
    String pid = server.patiently(() -> server.value(backend));
    if (pid.isEmpty()) {
      return "which had none at that moment";
    }
    SignalTo.process("KILL", Long.parseLong(pid));
    return "all others of it end with it, and it recovers";
  }

  private String nodeKilled() {
    RestartedNode node = any();
    int underWay = node.underWay();
    node.killAndRestart();
    return node.name() + ", with " + underWay + " under way";
  }

  private String nodeStopped() {
    RestartedNode node = any();
    Duration time = Duration.ofMillis(200 + random.nextInt(2_800));
    long before = book.count();
    int underWay = node.underWay();
    node.stopFor(time);
    long meanwhile = book.count() - before;
    if (meanwhile == 0 && time.toMillis() > LONG_STOP_MILLIS) {
      book.complain("halt: nothing was acknowledged while " + node.name() + " was stopped for " + time.toMillis() + " ms");
    }
    return "%s for %d ms, with %d under way; the others stored %,d meanwhile"
        .formatted(node.name(), time.toMillis(), underWay, meanwhile);
  }

  private String swallowed() {
    RestartedNode node = any();
    int before = node.proxy().swallowed();
    int answers = 1 + random.nextInt(3);
    node.proxy().swallow(answers);
    for (int i = 0; i < 100 && node.proxy().swallowed() < before + answers; i++) {
      Interruption.pause(Duration.ofMillis(10));
    }
    return node.name() + ", " + (node.proxy().swallowed() - before) + " of them";
  }

  private RestartedNode any() {
    return nodes.get(random.nextInt(nodes.size()));
  }
}
