package dev.attune.infra.bench.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.attune.contracts.wire.Envelope;
import dev.attune.eventstore.append.LogSignal;
import dev.attune.eventstore.read.Feed;
import dev.attune.eventstore.read.LogListener;
import dev.attune.eventstore.read.PollingFeed;
import dev.attune.eventstore.read.PostgresEventReader;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.TrackedEventMessage;

/**
 * A process that follows the log and prints what it sees: the event's name to the bench and when it
 * was seen.
 */
final class FeedReader {

  private static final int PAGE = 1_000;
  private static final Duration WAIT = Duration.ofMillis(500);

  private FeedReader() {}

  /**
   * @param arguments {@code attune}, or {@code axon} and the pause between its looks in milliseconds. The way to the
   *     database is in the environment.
   */
  public static void main(String[] arguments) throws InterruptedException {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(System.getenv("BENCH_URL"));
    config.setUsername("attune");
    config.setPassword(System.getenv("BENCH_PASSWORD"));
    config.setMaximumPoolSize(2);
    try (HikariDataSource database = new HikariDataSource(config);
        PrintStream out =
            new PrintStream(
                new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)), false, StandardCharsets.UTF_8)) {
      switch (arguments[0]) {
        case "attune" -> ours(database, out);
        case "axon" -> axon(database, Long.parseLong(arguments[1]), out);
        default -> throw new IllegalArgumentException(arguments[0]);
      }
    }
  }

  private static void ours(HikariDataSource database, PrintStream out) throws InterruptedException {
    PostgresEventReader reader = new PostgresEventReader(database);
    LogSignal signal = new LogSignal();
    LogListener listener = LogListener.start(database, signal);
    try (listener;
        Feed feed = new PollingFeed(reader, reader.head(), PAGE, signal)) {
      ready(out);
      while (!out.checkError()) {
        for (Envelope seen : feed.poll(WAIT)) {
          out.println(seen.eventId() + " " + FeedTimes.now());
        }
      }
    }
  }

  private static void axon(HikariDataSource database, long pause, PrintStream out) throws InterruptedException {
    try (AxonStore axon = new AxonStore(database);
        BlockingStream<TrackedEventMessage<?>> stream = axon.following(pause)) {
      ready(out);
      while (!out.checkError()) {
        while (stream.hasNextAvailable(100, TimeUnit.MILLISECONDS)) {
          out.println(stream.nextAvailable().getIdentifier() + " " + FeedTimes.now());
          if (!stream.hasNextAvailable()) {
            out.flush();
          }
        }
      }
    }
  }

  private static void ready(PrintStream out) {
    out.println("ready");
    out.flush();
  }
}
