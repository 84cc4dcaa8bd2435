package dev.attune.eventstore.axon;

import dev.attune.eventstore.TestDatabase;
import dev.attune.eventstore.append.AppenderMetrics;
import dev.attune.eventstore.append.AppenderOptions;
import dev.attune.eventstore.append.LogSignal;
import dev.attune.eventstore.append.PostgresAppender;
import dev.attune.eventstore.read.PostgresEventReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.axonframework.common.jdbc.DataSourceConnectionProvider;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;
import org.axonframework.eventsourcing.eventstore.jdbc.PostgresEventTableFactory;
import org.axonframework.serialization.json.JacksonSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** One append whose transaction takes three seconds, while many others commit: who reads along, reads it too? */
class SlowTransactionIT {

  /** More than the 10,000 positions for which Axon's token remembers a gap. */
  private static final int OTHERS = 11_000;

  private static final int AT_ONCE = 1_000;
  private static final String SLOW = "slow";

  private TestDatabase database;

  @BeforeEach
  void create() {
    database = TestDatabase.create();
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void axons_own_engine_never_delivers_the_slow_event() throws Exception {
    JdbcEventStorageEngine axon =
        JdbcEventStorageEngine.builder()
            .connectionProvider(new DataSourceConnectionProvider(database.pool()))
            .transactionManager(NoTransactionManager.INSTANCE)
            .eventSerializer(JacksonSerializer.defaultSerializer())
            .snapshotSerializer(JacksonSerializer.defaultSerializer())
            .build();
    axon.createSchema(PostgresEventTableFactory.INSTANCE);
    sleepAtInsert("DomainEventEntry", "NEW.aggregateIdentifier = 'slow'");

    Set<String> read = readWhileOneIsSlow(axon);

    assertThat(read).hasSize(OTHERS).doesNotContain(SLOW);
    assertThat(database.value("SELECT count(*) FROM DomainEventEntry")).isEqualTo(String.valueOf(OTHERS + 1));
  }

  @Test
  void ours_delivers_every_event() throws Exception {
    // what the engine stores of "slow" as the aggregate's identifier is in the data
    sleepAtInsert("attune.event", "position('slow'::bytea IN NEW.data) > 0");
    try (PostgresAppender appender =
        new PostgresAppender(database.direct(), AppenderOptions.DEFAULT, AppenderMetrics.NONE, new LogSignal())) {
      EventStorageEngine ours =
          AttuneEventStorageEngine.builder()
              .appender(appender)
              .reader(new PostgresEventReader(database.pool()))
              .dataSource(database.pool())
              .eventSerializer(JacksonSerializer.defaultSerializer())
              .snapshotSerializer(JacksonSerializer.defaultSerializer())
              .build();

      assertThat(readWhileOneIsSlow(ours)).hasSize(OTHERS + 1).contains(SLOW);
    }
  }

  private Set<String> readWhileOneIsSlow(EventStorageEngine engine) throws Exception {
    Set<String> read = new HashSet<>();
    CompletableFuture<Void> slow = CompletableFuture.runAsync(() -> engine.appendEvents(event(SLOW)));
    TimeUnit.MILLISECONDS.sleep(500);
    for (int i = 0; i < OTHERS; i += AT_ONCE) {
      List<DomainEventMessage<?>> some = new ArrayList<>();
      for (int j = i; j < i + AT_ONCE; j++) {
        some.add(event("quick-" + j));
      }
      engine.appendEvents(some);
    }
    TrackingToken token = read(engine, null, read);
    slow.get(1, TimeUnit.MINUTES);
    read(engine, token, read);
    assertThat(database.value("SELECT count(*) FROM public.slept")).isEqualTo("1");
    return read;
  }

  private static @Nullable TrackingToken read(
      EventStorageEngine engine, @Nullable TrackingToken from, Set<String> into) {
    TrackingToken token = from;
    int before;
    do {
      before = into.size();
      try (Stream<? extends TrackedEventMessage<?>> events = engine.readEvents(token, false)) {
        for (TrackedEventMessage<?> event : (Iterable<TrackedEventMessage<?>>) () -> events.<TrackedEventMessage<?>>map(e -> e).iterator()) {
          into.add(((DomainEventMessage<?>) event).getAggregateIdentifier());
          token = event.trackingToken();
        }
      }
    } while (into.size() > before);
    return token;
  }

  private static DomainEventMessage<String> event(String aggregate) {
    return new GenericDomainEventMessage<>("Order", aggregate, 0, "happened");
  }

  private void sleepAtInsert(String table, String when) throws Exception {
    database.execute(
        """
        CREATE TABLE public.slept (seconds int);
        CREATE FUNCTION be_slow() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN PERFORM pg_sleep(3); INSERT INTO public.slept VALUES (3); RETURN NULL; END $$;
        CREATE TRIGGER slow AFTER INSERT ON %s FOR EACH ROW WHEN (%s) EXECUTE FUNCTION be_slow()
        """
            .formatted(table, when));
  }
}
