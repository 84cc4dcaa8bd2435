package dev.attune.infra.torture.log;

import com.fasterxml.uuid.Generators;
import com.zaxxer.hikari.HikariDataSource;
import dev.attune.contracts.wire.Envelope;
import dev.attune.eventstore.append.LogSignal;
import dev.attune.eventstore.append.PostgresAppender;
import dev.attune.eventstore.append.StreamHead;
import dev.attune.eventstore.read.LogListener;
import dev.attune.eventstore.read.PollingFeed;
import dev.attune.eventstore.read.PostgresEventReader;
import dev.attune.eventstore.read.ReadFailedException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WokenFeedTortureTest {

  /** Longer than the test: what is seen before was seen since something woke the feed. */
  private static final Duration NEVER = Duration.ofMinutes(10);

  private static final Duration SOON = Duration.ofSeconds(30);

  private final AtomicLong messages = new AtomicLong();

  @Test
  void a_resting_feed_sees_all_and_is_woken_again_after_postgresql_was_killed() throws Exception {
    LogSignal here = new LogSignal();
    try (LogServer server = LogServer.start();
        HikariDataSource pool = server.pool(3);
        PostgresAppender appender = new Arena(server).appender();
        AppenderNode elsewhere = new AppenderNode(appender);
        LogListener listener = LogListener.start(pool, here, NEVER);
        PollingFeed feed = new PollingFeed(new PostgresEventReader(pool), 0, 100, here)) {
      assertThat(listener).isNotNull();
      assertThat(append(elsewhere)).isInstanceOf(Answer.Stored.class);
      assertThat(next(feed)).hasSize(1);
      for (int i = 0; i < 2; i++) {
        assertThat(feed.poll(Duration.ofSeconds(2))).isEmpty();
        assertThat(here.look()).contains(NEVER);
        server.killAll();
        server.restart();
        assertThat(append(elsewhere)).isInstanceOf(Answer.Stored.class);
        assertThat(next(feed)).as("appended while nobody listened").hasSize(1);
        until(() -> here.look().isPresent());
        assertThat(feed.poll(Duration.ofSeconds(2))).isEmpty();
        assertThat(append(elsewhere)).isInstanceOf(Answer.Stored.class);
        assertThat(next(feed)).as("appended while it rested").hasSize(1);
      }
    }
  }

  private Answer append(LogNode node) {
    long deadline = System.nanoTime() + SOON.toNanos();
    while (true) {
      StreamHead head = StreamHead.empty(Generators.timeBasedEpochRandomGenerator().generate());
      Attempt attempt =
          new Attempt(messages.incrementAndGet(), Attempt.id(Generators.timeBasedEpochRandomGenerator().generate()),
              System.currentTimeMillis() * 1_000, List.of(new Attempt.Part(head, 1)));
      Answer answer = node.append(attempt).join();
      if (answer instanceof Answer.Stored || System.nanoTime() > deadline) {
        return answer;
      }
    }
  }

  /** Asks again while the database is away, as the relay does. */
  private static List<Envelope> next(PollingFeed feed) throws InterruptedException {
    long deadline = System.nanoTime() + SOON.toNanos();
    while (true) {
      try {
        return feed.poll(SOON);
      } catch (ReadFailedException away) {
        assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
        Thread.sleep(50);
      }
    }
  }

  private static void until(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + SOON.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
      Thread.sleep(5);
    }
  }
}
