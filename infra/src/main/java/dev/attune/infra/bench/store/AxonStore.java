package dev.attune.infra.bench.store;

import com.zaxxer.hikari.HikariDataSource;
import dev.attune.infra.bench.codec.JsonValues;
import java.util.List;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.common.jdbc.DataSourceConnectionProvider;
import org.axonframework.common.jdbc.UnitOfWorkAwareConnectionProviderWrapper;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;
import org.axonframework.eventsourcing.eventstore.jdbc.PostgresEventTableFactory;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.jackson3.Jackson3Serializer;

/**
 * Stock Axon on its JDBC engine with Jackson and a pool. Its connections commit by themselves: an event a transaction
 * needs no more, and it spares Axon two round trips.
 */
final class AxonStore implements AutoCloseable {

  private static final int DEFAULT_BATCH = 100;

  private final HikariDataSource pool;
  private final Serializer serializer;
  private final JdbcEventStorageEngine engine;
  private final JdbcEventStorageEngine bare;
  private final EmbeddedEventStore store;

  AxonStore(BenchServer server, int poolSize) {
    this(server.pool(poolSize));
    server.execute("DROP TABLE IF EXISTS DomainEventEntry, SnapshotEventEntry");
    engine.createSchema(PostgresEventTableFactory.INSTANCE);
  }

  /** Over the tables as they are. */
  AxonStore(HikariDataSource database) {
    System.setProperty("axoniq.update-checker.disabled", "true");
    pool = database;
    ConnectionProvider plain = new DataSourceConnectionProvider(pool);
    ConnectionProvider connections = new UnitOfWorkAwareConnectionProviderWrapper(plain);
    serializer = Jackson3Serializer.builder().jsonMapperBuilderCustomizer(mapper -> mapper.addModule(JsonValues.module())).build();
    engine = engine(connections, serializer, DEFAULT_BATCH);
    bare = engine(plain, serializer, DEFAULT_BATCH);
    store = EmbeddedEventStore.builder().storageEngine(engine).build();
  }

  /** An engine that only reads, in batches of so many. */
  EventStorageEngine reading(int batch) {
    return engine(new DataSourceConnectionProvider(pool), serializer, batch);
  }

  private static JdbcEventStorageEngine engine(ConnectionProvider connections, Serializer serializer, int batch) {
    return JdbcEventStorageEngine.builder()
        .connectionProvider(connections)
        .transactionManager(NoTransactionManager.INSTANCE)
        .eventSerializer(serializer)
        .snapshotSerializer(serializer)
        .dataType(byte[].class)
        .batchSize(batch)
        .build();
  }

  /** What is appended from now on, in any process, looked for after each pause. */
  BlockingStream<TrackedEventMessage<?>> following(long pauseMillis) {
    EmbeddedEventStore follower = EmbeddedEventStore.builder().storageEngine(bare).fetchDelay(pauseMillis).build();
    return follower.openStream(follower.createHeadToken());
  }

  EventStorageEngine engine() {
    return engine;
  }

  EmbeddedEventStore store() {
    return store;
  }

  /** One event in a unit of work, as any command handler does. */
  void publish(DomainEventMessage<?> event) {
    DefaultUnitOfWork<DomainEventMessage<?>> unit = DefaultUnitOfWork.startAndGet(event);
    unit.execute(() -> store.publish(event));
  }

  /** One event straight into the engine, without unit of work or event bus: the least that stock Axon can do. */
  void append(DomainEventMessage<?> event) {
    bare.appendEvents(List.of(event));
  }

  @Override
  public void close() {
    store.shutDown();
    pool.close();
  }
}
