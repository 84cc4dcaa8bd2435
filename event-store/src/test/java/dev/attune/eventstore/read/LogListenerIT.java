package dev.attune.eventstore.read;

import dev.attune.contracts.wire.Envelope;
import dev.attune.eventstore.CountingReader;
import dev.attune.eventstore.TestDatabase;
import dev.attune.eventstore.append.AppenderMetrics;
import dev.attune.eventstore.append.AppenderOptions;
import dev.attune.eventstore.append.LogSignal;
import dev.attune.eventstore.append.PostgresAppender;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

import static dev.attune.eventstore.Given.fresh;
import static org.assertj.core.api.Assertions.assertThat;

class LogListenerIT {

  /** Longer than any test: what is seen before it was seen since something woke the feed. */
  private static final Duration NEVER = Duration.ofMinutes(5);

  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Duration QUIET = Duration.ofMillis(200);
  private static final double NANOS_IN_MILLI = 1e6;

  private final LogSignal here = new LogSignal();
  private TestDatabase database;
  private CountingReader counting;
  private EventReader reader;
  private PostgresAppender elsewhere;

  @BeforeEach
  void open() {
    database = TestDatabase.create();
    counting = new CountingReader(new PostgresEventReader(database.pool()));
    reader = counting.asReader();
    elsewhere = node(new LogSignal());
  }

  @AfterEach
  void close() {
    elsewhere.close();
    database.close();
  }

  private PostgresAppender node(LogSignal signal) {
    return new PostgresAppender(database.direct(), AppenderOptions.DEFAULT, AppenderMetrics.NONE, signal);
  }

  private PollingFeed feed() {
    return new PollingFeed(reader, reader.head(), 100, here, QUIET);
  }

  private LogListener listening(Duration look) throws InterruptedException {
    LogListener listener = LogListener.start(database.direct(), here, look);
    until(this::listens);
    return listener;
  }

  private boolean listens() {
    return here.look().isPresent();
  }

  @Test
  void a_resting_feed_is_woken_by_the_first_that_another_node_appends() throws Exception {
    int times = 15;
    long[] nanos = new long[times];
    try (LogListener listener = listening(NEVER);
        PollingFeed feed = feed()) {
      for (int i = 0; i < times; i++) {
        rest(feed);
        CompletableFuture<Long> answered =
            elsewhere.append(fresh()).thenApply(stored -> System.nanoTime());
        assertThat(feed.poll(SOON)).as("long before it would have looked by itself").hasSize(1);
        nanos[i] = System.nanoTime() - answered.get(20, TimeUnit.SECONDS);
      }
      assertThat(listener).isNotNull();
    }
    Arrays.sort(nanos);
    System.out.printf("From the answer to a woken feed: p50 %.1f ms, longest %.1f ms%n", nanos[times / 2] / NANOS_IN_MILLI,
        nanos[times - 1] / NANOS_IN_MILLI);
  }

  /** From here on it would look after minutes only. */
  private void rest(PollingFeed feed) throws InterruptedException {
    assertThat(feed.poll(QUIET.multipliedBy(2))).isEmpty();
    int asked = counting.calls();
    assertThat(feed.poll(Duration.ofMillis(50))).isEmpty();
    assertThat(counting.calls()).as("it does not even look").isEqualTo(asked);
  }

  @Test
  void a_resting_feed_asks_four_times_a_second() throws Exception {
    try (LogListener listener = listening(LogListener.LOOK);
        PollingFeed feed = feed()) {
      assertThat(feed.poll(QUIET.multipliedBy(3))).isEmpty();
      int asked = counting.calls();
      for (int i = 0; i < 10; i++) {
        assertThat(feed.poll(Duration.ofMillis(200))).isEmpty();
      }
      assertThat(counting.calls() - asked).isBetween(1, 9);
      assertThat(listener).isNotNull();
    }
  }

  @Test
  void what_another_node_appends_right_behind_an_append_of_this_one_is_not_left_to_a_notification() throws Exception {
    try (LogListener listener = listening(NEVER);
        PostgresAppender own = node(here);
        PollingFeed feed = feed()) {
      rest(feed);
      own.append(fresh()).join();
      assertThat(feed.poll(SOON)).hasSize(1);
      // not notified: the log was not quiet
      elsewhere.append(fresh()).join();
      assertThat(feed.poll(SOON)).extracting(Envelope::position).containsExactly(2L);
      assertThat(listener).isNotNull();
    }
  }

  @Test
  void many_appends_in_a_row_notify_nobody() throws Exception {
    elsewhere.append(fresh()).join();
    try (Connection connection = database.direct().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("LISTEN attune_appended");
      long begin = System.nanoTime();
      for (int i = 0; i < 500; i++) {
        elsewhere.append(fresh()).join();
      }
      long quietTimes = 1 + Duration.ofNanos(System.nanoTime() - begin).toMillis() / 100;
      assertThat(notifications(connection, 200)).isLessThanOrEqualTo((int) quietTimes);
      Thread.sleep(150);
      elsewhere.append(fresh()).join();
      assertThat(notifications(connection, 5_000)).isEqualTo(1);
    }
  }

  @Test
  void a_log_that_is_ahead_of_a_clock_that_was_set_back_notifies() throws Exception {
    elsewhere.append(fresh()).join();
    database.execute(
        """
        INSERT INTO attune.event SELECT position + 1, version, recorded_at + interval '10 minutes', occurred_at, epoch,
          checksum, type, revision, gen_random_uuid(), event_id, NULL, NULL, NULL, chain, data, sealed, traceparent
        FROM attune.event
        """);
    try (LogListener listener = listening(NEVER);
        PollingFeed feed = feed()) {
      for (int i = 0; i < 3; i++) {
        rest(feed);
        elsewhere.append(fresh()).join();
        assertThat(feed.poll(SOON)).hasSize(1);
      }
      assertThat(listener).isNotNull();
    }
  }

  @Test
  void a_listener_that_lost_its_connection_listens_again_and_nothing_is_missed_meanwhile() throws Exception {
    AtomicBoolean away = new AtomicBoolean();
    AtomicInteger backend = new AtomicInteger();
    try (LogListener listener = LogListener.start(lost(database.direct(), away, backend), here, NEVER);
        PollingFeed feed = feed()) {
      until(this::listens);
      rest(feed);
      away.set(true);
      database.execute("SELECT pg_terminate_backend(%d)".formatted(backend.get()));
      until(() -> !listens());
      elsewhere.append(fresh());
      assertThat(feed.poll(SOON)).hasSize(1);
      away.set(false);
      until(this::listens);
      rest(feed);
      elsewhere.append(fresh());
      assertThat(feed.poll(SOON)).hasSize(1);
      assertThat(listener).isNotNull();
    }
  }

  @Test
  void a_listener_that_is_closed_gives_its_connection_back_and_leaves_feeds_to_ask() throws Exception {
    try (PollingFeed feed = feed()) {
      listening(NEVER).close();
      assertThat(listens()).isFalse();
      assertThat(feed.poll(QUIET.multipliedBy(2))).isEmpty();
      elsewhere.append(fresh());
      assertThat(feed.poll(SOON)).hasSize(1);
      assertThat(database.value("SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%LISTEN attune%'"
          + " AND pid <> pg_backend_pid() AND datname = current_database()")).isEqualTo("0");
    }
  }

  @Test
  void where_notifications_do_not_come_through_feeds_ask_as_often_as_without() throws Exception {
    try (Connection other = database.direct().getConnection();
        LogListener listener =
            LogListener.start(pooled(database.direct(), other), here, Duration.ofMillis(250));
        PollingFeed feed = feed()) {
      until(this::listens);
      for (int i = 0; i < 10 && listens(); i++) {
        assertThat(feed.poll(QUIET.multipliedBy(2))).isEmpty();
        elsewhere.append(fresh());
        assertThat(feed.poll(SOON)).as("by its own look").hasSize(1);
      }
      until(() -> !listens());
      assertThat(feed.poll(QUIET.multipliedBy(2))).isEmpty();
      int asked = counting.calls();
      assertThat(feed.poll(Duration.ofSeconds(1))).isEmpty();
      assertThat(counting.calls() - asked).isGreaterThan(10);
      assertThat(listener).isNotNull();
    }
  }

  /**
   * @param away there are no connections to be had
   * @param backend the server's process of the latest connection
   */
  private static DataSource lost(DataSource real, AtomicBoolean away, AtomicInteger backend) {
    return wrap(DataSource.class, real, (name, result) -> {
      if (result instanceof Connection connection) {
        if (away.get()) {
          connection.close();
          throw new SQLException("The server is away");
        }
        backend.set(connection.unwrap(PGConnection.class).getBackendPID());
      }
      return result;
    });
  }

  /** As behind a pooler: what is said at one connection of the server is not what is heard at another. */
  private static DataSource pooled(DataSource real, Connection other) {
    return wrap(DataSource.class, real, (name, result) ->
        result instanceof Connection connection
            ? wrap(Connection.class, connection, (called, answer) ->
                called.equals("unwrap") ? other.unwrap(PGConnection.class) : answer)
            : result);
  }

  /** What a call answers instead. */
  @FunctionalInterface
  private interface Instead {
    Object of(String method, Object result) throws Exception;
  }

  private static <T> T wrap(Class<T> type, T real, Instead instead) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              try {
                return instead.of(method.getName(), method.invoke(real, arguments));
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }

  private static int notifications(Connection connection, int millis) throws Exception {
    PGNotification[] notifications = connection.unwrap(PGConnection.class).getNotifications(millis);
    return notifications == null ? 0 : notifications.length;
  }

  private static void until(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + SOON.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
      Thread.sleep(5);
    }
  }
}
