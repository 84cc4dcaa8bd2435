package dev.attune.eventstore.autoconfigure;

import dev.attune.eventstore.append.Appender;
import dev.attune.eventstore.append.AppenderMetrics;
import dev.attune.eventstore.append.LogSignal;
import dev.attune.eventstore.append.PostgresAppender;
import dev.attune.eventstore.axon.AttuneEventStorageEngine;
import dev.attune.eventstore.micrometer.AppendMeters;
import dev.attune.eventstore.read.EventReader;
import dev.attune.eventstore.read.PostgresEventReader;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.axonframework.config.Configuration;
import org.axonframework.eventhandling.EventBus;
import org.axonframework.eventhandling.EventBusSpanFactory;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.serialization.Serializer;
import org.axonframework.springboot.autoconfig.AxonAutoConfiguration;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;

/** The log of the application's database as Axon's event store. */
@AutoConfiguration(
    afterName = {
      "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
      "org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration",
      "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration",
      "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration"
    },
    beforeName = {
      "org.axonframework.springboot.autoconfig.AxonServerBusAutoConfiguration",
      "org.axonframework.springboot.autoconfig.AxonServerAutoConfiguration",
      "org.axonframework.springboot.autoconfig.JpaAutoConfiguration",
      "org.axonframework.springboot.autoconfig.JpaEventStoreAutoConfiguration",
      "org.axonframework.springboot.autoconfig.JdbcAutoConfiguration",
      "org.axonframework.springboot.autoconfig.TransactionAutoConfiguration",
      "org.axonframework.springboot.autoconfig.NoOpTransactionAutoConfiguration",
      "org.axonframework.springboot.autoconfig.EventProcessingAutoConfiguration",
      "org.axonframework.springboot.autoconfig.AxonAutoConfiguration"
    })
@ConditionalOnClass({AxonAutoConfiguration.class, TransactionAwareDataSourceProxy.class})
@ConditionalOnSingleCandidate(DataSource.class)
@EnableConfigurationProperties(EventStoreProperties.class)
public class AttuneEventStoreAutoConfiguration {

  @Bean
  StoreDatabase attuneStoreDatabase(DataSource database, EventStoreProperties properties) throws SQLException {
    return new StoreDatabase(database, properties.migrate());
  }

  @Bean
  @ConditionalOnMissingBean
  LogSignal logSignal() {
    return new LogSignal();
  }

  @Bean
  @ConditionalOnMissingBean
  AppenderMetrics noAppenderMetrics() {
    return AppenderMetrics.NONE;
  }

  @Bean
  @ConditionalOnMissingBean(Appender.class)
  PostgresAppender appender(
      StoreDatabase database, EventStoreProperties properties, AppenderMetrics metrics, LogSignal signal) {
    return new PostgresAppender(database.forAppender(), properties.appender(), metrics, signal);
  }

  @Bean
  @ConditionalOnMissingBean(EventReader.class)
  PostgresEventReader eventReader(StoreDatabase database) {
    return new PostgresEventReader(database.inTransaction());
  }

  @Bean
  @ConditionalOnMissingBean({EventStorageEngine.class, EventBus.class})
  AttuneEventStorageEngine eventStorageEngine(
      Appender appender,
      EventReader reader,
      StoreDatabase database,
      Configuration axon,
      @Qualifier("eventSerializer") Serializer eventSerializer,
      Serializer snapshotSerializer) {
    return AttuneEventStorageEngine.builder()
        .appender(appender)
        .reader(reader)
        .dataSource(database.inTransaction())
        .eventSerializer(eventSerializer)
        .snapshotSerializer(snapshotSerializer)
        .upcasterChain(axon.upcasterChain())
        .snapshotFilter(axon.snapshotFilter())
        .build();
  }

  @Bean("eventBus")
  @Qualifier("eventStore")
  @ConditionalOnMissingBean(EventBus.class)
  EmbeddedEventStore eventStore(EventStorageEngine engine, Configuration axon, EventStoreProperties properties) {
    return EmbeddedEventStore.builder()
        .storageEngine(engine)
        .fetchDelay(properties.poll().toMillis())
        .messageMonitor(axon.messageMonitor(EventStore.class, "eventStore"))
        .spanFactory(axon.getComponent(EventBusSpanFactory.class))
        .build();
  }

  /** Apart, so that nothing asks for Micrometer's classes where there are none. */
  @org.springframework.context.annotation.Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(MeterRegistry.class)
  @ConditionalOnBean(MeterRegistry.class)
  static class Meters {

    @Bean
    @ConditionalOnMissingBean(AppenderMetrics.class)
    AppendMeters appenderMetrics(MeterRegistry meters) {
      return new AppendMeters(meters);
    }
  }
}
