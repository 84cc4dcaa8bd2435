package dev.attune.eventstore.axon;

import java.sql.SQLException;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;
import org.axonframework.eventsourcing.eventstore.jdbc.PostgresEventTableFactory;
import org.axonframework.serialization.SerializationException;
import org.axonframework.serialization.json.JacksonSerializer;
import org.axonframework.spring.jdbc.SpringDataSourceConnectionProvider;
import org.axonframework.spring.messaging.unitofwork.SpringTransactionManager;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Axon's own JDBC engine on PostgreSQL, as its documentation sets it up, with real transactions. What it fails at is overridden. */
class StockAxonConformanceIT extends EventStoreConformance {

  @Override
  EventStorageEngine first() {
    JdbcEventStorageEngine engine = (JdbcEventStorageEngine) another();
    engine.createSchema(PostgresEventTableFactory.INSTANCE);
    return engine;
  }

  @Override
  EventStorageEngine another() {
    return JdbcEventStorageEngine.builder()
        .connectionProvider(new SpringDataSourceConnectionProvider(database.pool()))
        .transactionManager(new SpringTransactionManager(new DataSourceTransactionManager(database.pool())))
        .persistenceExceptionResolver(StockAxonConformanceIT::isDuplicateKey)
        .eventSerializer(JacksonSerializer.defaultSerializer())
        .snapshotSerializer(JacksonSerializer.defaultSerializer())
        .build();
  }

  /** The one that Axon's Spring Boot auto-configuration takes with JDBC knows no duplicate keys of PostgreSQL. */
  private static boolean isDuplicateKey(Throwable failure) {
    return failure != null
        && (failure instanceof SQLException sql && "23505".equals(sql.getSQLState()) || isDuplicateKey(failure.getCause()));
  }

  @Override
  void spoilSnapshots() throws Exception {
    database.execute("UPDATE SnapshotEventEntry SET payloadType = 'java.lang.Integer'");
  }

  /** Each append that was refused leaves a gap, which every reader must carry along in its token. */
  @Test
  @Override
  void positions_have_no_gap_when_writers_on_two_nodes_collide() {
    assertThatThrownBy(super::positions_have_no_gap_when_writers_on_two_nodes_collide).isInstanceOf(AssertionError.class);
  }

  /** Payloads of snapshots are read too late: not when the event store could still go on without. */
  @Test
  @Override
  void an_aggregate_with_an_unreadable_snapshot_is_read_from_its_events() {
    assertThatThrownBy(super::an_aggregate_with_an_unreadable_snapshot_is_read_from_its_events)
        .isInstanceOf(SerializationException.class);
  }

  @Test
  @Override
  @Disabled("Fails whenever one transaction overtakes another, so nearly always; see SlowTransactionIT for what comes of it")
  void a_reader_that_reads_along_sees_every_event_in_the_order_in_which_it_will_be_read_again() {}
}
