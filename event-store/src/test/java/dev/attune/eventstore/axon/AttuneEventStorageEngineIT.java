package dev.attune.eventstore.axon;

import dev.attune.eventstore.Given;
import dev.attune.eventstore.LogChecker;
import dev.attune.eventstore.TestDatabase;
import dev.attune.eventstore.append.AppenderMetrics;
import dev.attune.eventstore.append.AppenderOptions;
import dev.attune.eventstore.append.LogSignal;
import dev.attune.eventstore.append.PostgresAppender;
import dev.attune.eventstore.read.PostgresEventReader;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventsourcing.eventstore.BatchingEventStorageEngine;
import org.axonframework.eventsourcing.eventstore.BatchingEventStorageEngineTest;
import org.axonframework.messaging.MetaData;
import org.axonframework.modelling.command.ConcurrencyException;
import org.axonframework.serialization.json.JacksonSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Axon's own engine tests, unmodified, and what they leave out. */
class AttuneEventStorageEngineIT
    extends BatchingEventStorageEngineTest<AttuneEventStorageEngine, BatchingEventStorageEngine.Builder> {

  private TestDatabase database;
  private PostgresEventReader reader;
  private PostgresAppender appender;
  private AttuneEventStorageEngine engine;

  @BeforeEach
  void open() {
    database = TestDatabase.create();
    reader = new PostgresEventReader(database.pool());
    appender =
        new PostgresAppender(database.direct(), AppenderOptions.DEFAULT, AppenderMetrics.NONE, new LogSignal());
    engine = createEngine(builder -> builder);
    setTestSubject(engine);
  }

  @AfterEach
  void the_log_is_sound() {
    appender.close();
    assertThat(new LogChecker(reader).faults()).isEmpty();
    database.close();
  }

  @Override
  protected AttuneEventStorageEngine createEngine(UnaryOperator<BatchingEventStorageEngine.Builder> customization) {
    AttuneEngineBuilder builder =
        AttuneEventStorageEngine.builder()
            .appender(appender)
            .reader(reader)
            .dataSource(database.pool())
            .eventSerializer(JacksonSerializer.defaultSerializer())
            .snapshotSerializer(JacksonSerializer.defaultSerializer());
    return ((AttuneEngineBuilder) customization.apply(builder)).build();
  }

  @Test
  void tokens_are_positions_without_a_gap() {
    for (int i = 0; i < 5; i++) {
      engine.appendEvents(event("order-7", i));
    }
    assertThat(engine.readEvents(new GlobalSequenceTrackingToken(2), false).map(TrackedEventMessage::trackingToken))
        .extracting(token -> token.position().orElseThrow())
        .containsExactly(3L, 4L, 5L);
  }

  @Test
  void everything_axon_knows_of_an_event_is_read_again() {
    DomainEventMessage<String> event =
        new GenericDomainEventMessage<>(
            "Order", "order-7", 0, "paid", MetaData.from(Map.of("user", "u1")), "message 1", Instant.parse("2026-01-01T00:00:00.123456789Z"));
    engine.appendEvents(event);
    DomainEventMessage<?> read = engine.readEvents("order-7").next();
    assertThat(read.getType()).isEqualTo("Order");
    assertThat(read.getAggregateIdentifier()).isEqualTo("order-7");
    assertThat(read.getIdentifier()).isEqualTo("message 1");
    assertThat(read.getPayload()).isEqualTo("paid");
    assertThat(read.getMetaData()).isEqualTo(event.getMetaData());
    assertThat(read.getSequenceNumber()).isZero();
  }

  @Test
  void a_uuid_is_the_stream() {
    UUID order = Given.id();
    engine.appendEvents(event(order.toString(), 0));
    assertThat(reader.stream(order, 0).events()).hasSize(1);
    assertThat(engine.readEvents(order.toString()).next().getAggregateIdentifier()).isEqualTo(order.toString());
  }

  @Test
  void of_two_that_append_behind_the_same_event_one_fails_and_can_go_on_later() {
    AttuneEventStorageEngine other = createEngine(builder -> builder);
    engine.appendEvents(event("order-7", 0));
    other.appendEvents(event("order-7", 1));
    assertThatThrownBy(() -> engine.appendEvents(event("order-7", 1), event("order-8", 0)))
        .isInstanceOf(ConcurrencyException.class);
    assertThat(engine.readEvents("order-8").hasNext()).isFalse();
    engine.appendEvents(event("order-7", 2), event("order-8", 0));
    assertThat(engine.lastSequenceNumberFor("order-7")).contains(2L);
  }

  @Test
  void an_older_snapshot_does_not_replace_a_newer_one() {
    engine.storeSnapshot(event("order-7", 5));
    engine.storeSnapshot(event("order-7", 3));
    assertThat(engine.readSnapshot("order-7").orElseThrow().getSequenceNumber()).isEqualTo(5);
  }

  private static DomainEventMessage<String> event(String aggregate, long sequence) {
    return new GenericDomainEventMessage<>("Order", aggregate, sequence, "happened");
  }

  @Test
  void a_new_aggregate_with_an_old_identifier_is_refused() {
    engine.appendEvents(event("order-7", 0));
    List<DomainEventMessage<?>> again = List.of(event("order-7", 0));
    assertThatThrownBy(() -> engine.appendEvents(again))
        .isInstanceOf(org.axonframework.modelling.command.AggregateStreamCreationException.class);
  }
}
