package dev.attune.eventstore.axon;

import dev.attune.eventstore.append.Appender;
import dev.attune.eventstore.read.EventReader;
import javax.sql.DataSource;
import org.axonframework.eventsourcing.eventstore.BatchingEventStorageEngine;
import org.axonframework.eventsourcing.snapshotting.SnapshotFilter;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.upcasting.event.EventUpcaster;
import org.jspecify.annotations.Nullable;

/** Builds the engine. */
public final class AttuneEngineBuilder extends BatchingEventStorageEngine.Builder {

  private @Nullable Appender appender;
  private @Nullable EventReader reader;
  private @Nullable DataSource database;

  AttuneEngineBuilder() {
    persistenceExceptionResolver(RivalException.class::isInstance);
  }

  record Parts(Appender appender, EventReader reader, DataSource database) {}

  /** Writes; is not closed by the engine. */
  public AttuneEngineBuilder appender(Appender writes) {
    this.appender = writes;
    return this;
  }

  public AttuneEngineBuilder reader(EventReader reads) {
    this.reader = reads;
    return this;
  }

  /** For snapshots and questions by time. */
  public AttuneEngineBuilder dataSource(DataSource pool) {
    this.database = pool;
    return this;
  }

  @Override
  public AttuneEngineBuilder eventSerializer(Serializer serializer) {
    super.eventSerializer(serializer);
    return this;
  }

  @Override
  public AttuneEngineBuilder snapshotSerializer(Serializer serializer) {
    super.snapshotSerializer(serializer);
    return this;
  }

  @Override
  public AttuneEngineBuilder upcasterChain(EventUpcaster upcasters) {
    super.upcasterChain(upcasters);
    return this;
  }

  @Override
  public AttuneEngineBuilder snapshotFilter(SnapshotFilter filter) {
    super.snapshotFilter(filter);
    return this;
  }

  @Override
  public AttuneEngineBuilder batchSize(int events) {
    super.batchSize(events);
    return this;
  }

  /**
   * @throws org.axonframework.common.AxonConfigurationException if a part is missing
   */
  public AttuneEventStorageEngine build() {
    Appender writes = appender;
    EventReader reads = reader;
    DataSource pool = database;
    if (writes == null || reads == null || pool == null) {
      throw AttuneEventStorageEngine.missing("an appender, a reader and a data source");
    }
    return new AttuneEventStorageEngine(this, new Parts(writes, reads, pool));
  }
}
