package dev.attune.eventstore.axon;

import dev.attune.eventstore.CountingReader;
import dev.attune.eventstore.LogChecker;
import dev.attune.eventstore.append.AppenderMetrics;
import dev.attune.eventstore.append.AppenderOptions;
import dev.attune.eventstore.append.LogSignal;
import dev.attune.eventstore.append.PostgresAppender;
import dev.attune.eventstore.read.PostgresEventReader;
import dev.attune.eventstore.schema.Schema;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.messaging.MetaData;
import org.axonframework.serialization.SerializationException;
import org.axonframework.serialization.json.JacksonSerializer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Our engine does all of it, and its log is sound afterwards. */
class AttuneConformanceIT extends EventStoreConformance {

  private final List<PostgresAppender> appenders = new ArrayList<>();

  @Override
  EventStorageEngine first() {
    Schema.migrate(database.pool());
    return another();
  }

  @Override
  EventStorageEngine another() {
    PostgresAppender appender =
        new PostgresAppender(database.direct(), AppenderOptions.DEFAULT, AppenderMetrics.NONE, new LogSignal());
    appenders.add(appender);
    return AttuneEventStorageEngine.builder()
        .appender(appender)
        .reader(new PostgresEventReader(database.pool()))
        .dataSource(database.pool())
        .eventSerializer(JacksonSerializer.defaultSerializer())
        .snapshotSerializer(JacksonSerializer.defaultSerializer())
        .build();
  }

  @Override
  void closeEngines() {
    appenders.forEach(PostgresAppender::close);
    assertThat(new LogChecker(new PostgresEventReader(database.pool())).faults()).isEmpty();
  }

  /** A snapshot of a class that has changed its shape meanwhile: the bytes are whole, but do not fit. */
  @Override
  void spoilSnapshots() throws Exception {
    engine().storeSnapshot(new GenericDomainEventMessage<>("Order", "a", 2, List.of("of another shape")));
    database.execute("UPDATE attune.snapshot SET type = 'java.lang.Integer'");
    assertThatThrownBy(() -> engine().readSnapshot("a")).isInstanceOf(SerializationException.class);
  }

  @Test
  void a_damaged_snapshot_is_an_error_that_the_event_store_reports_and_goes_on_without() throws Exception {
    engine().appendEvents(event("a", 0), event("a", 1));
    engine().storeSnapshot(event("a", 1));
    database.execute("UPDATE attune.snapshot SET data = set_byte(data, 20, get_byte(data, 20) # 1)");
    assertThatThrownBy(() -> engine().readSnapshot("a")).hasMessageContaining("damaged");
    EmbeddedEventStore store = EmbeddedEventStore.builder().storageEngine(engine()).build();
    assertThat(store.readEvents("a").asStream()).hasSize(2);
    store.shutDown();
  }

  @Test
  void a_snapshot_of_a_class_that_is_gone_is_gone_without() throws Exception {
    engine().appendEvents(event("a", 0), event("a", 1));
    engine().storeSnapshot(event("a", 1));
    database.execute("UPDATE attune.snapshot SET type = 'org.example.Gone'");
    EmbeddedEventStore store = EmbeddedEventStore.builder().storageEngine(engine()).build();
    assertThat(store.readEvents("a").asStream()).hasSize(2);
    store.shutDown();
  }

  @Test
  void an_event_is_found_by_the_time_stamp_that_it_was_published_with() {
    Instant time = LONG_AGO.plusNanos(123_456);
    DomainEventMessage<String> event =
        new GenericDomainEventMessage<>("Order", "a", 0, "happened", MetaData.emptyInstance(), "1", time.plusNanos(999));
    engine().appendEvents(event);
    assertThat(tracked(engine().createTokenAt(event.getTimestamp()))).hasSize(1);
  }

  @Test
  void an_aggregate_is_read_in_pages_of_the_batch_size() {
    List<DomainEventMessage<?>> events = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      events.add(event("long", i));
    }
    engine().appendEvents(events);
    CountingReader reader = new CountingReader(new PostgresEventReader(database.pool()));
    EventStorageEngine pages =
        AttuneEventStorageEngine.builder()
            .appender(appenders.getFirst())
            .reader(reader.asReader())
            .dataSource(database.pool())
            .eventSerializer(JacksonSerializer.defaultSerializer())
            .snapshotSerializer(JacksonSerializer.defaultSerializer())
            .batchSize(10)
            .build();
    assertThat(pages.readEvents("long").asStream()).hasSize(25);
    assertThat(reader.pages()).containsExactly(10, 10, 5);
  }
}
