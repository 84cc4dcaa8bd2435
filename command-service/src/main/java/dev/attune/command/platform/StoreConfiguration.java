package dev.attune.command.platform;

import com.zaxxer.hikari.HikariDataSource;
import dev.attune.contracts.wire.EventCodec;
import dev.attune.contracts.wire.avro.AvroEventCodec;
import dev.attune.eventstore.append.AppenderMetrics;
import dev.attune.eventstore.append.AppenderOptions;
import dev.attune.eventstore.append.BulkAppender;
import dev.attune.eventstore.append.LogSignal;
import dev.attune.eventstore.append.PostgresAppender;
import dev.attune.eventstore.micrometer.AppendMeters;
import dev.attune.eventstore.read.EventReader;
import dev.attune.eventstore.read.LogListener;
import dev.attune.eventstore.read.PostgresEventReader;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The log: its database, migrated before anybody gets to see it, its appender, its reader, its clock. */
@Configuration(proxyBeanMethods = false)
class StoreConfiguration {

  @Bean(destroyMethod = "close")
  DataSource database(Settings settings) {
    Settings.Postgres postgres = settings.postgres();
    HikariDataSource database = new HikariDataSource();
    database.setPoolName("attune");
    database.setJdbcUrl(postgres.url());
    database.setUsername(postgres.user());
    database.setPassword(postgres.password());
    database.setMaximumPoolSize(postgres.connections());
    database.setMinimumIdle(2);
    database.setConnectionTimeout(3_000);
    database.setInitializationFailTimeout(-1);
    // Many streams in one statement look expensive to the planner; compiling it would take longer than running it.
    database.setConnectionInitSql("SET jit = off");
    Migration.run(database, postgres);
    return database;
  }

  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }

  @Bean
  EventCodec eventCodec() {
    return new AvroEventCodec();
  }

  @Bean
  LogSignal logSignal() {
    return new LogSignal();
  }

  /** What other nodes append wakes the feeds of this one. */
  @Bean(destroyMethod = "close")
  LogListener logListener(DataSource database, LogSignal signal, Settings settings) {
    return LogListener.start(database, signal, settings.postgres().idleLook());
  }

  @Bean
  AppenderMetrics appenderMetrics(MeterRegistry meters) {
    return new AppendMeters(meters);
  }

  @Bean
  PostgresAppender appender(DataSource database, AppenderMetrics metrics, LogSignal signal) {
    return new PostgresAppender(database, AppenderOptions.DEFAULT, metrics, signal);
  }

  @Bean
  BulkAppender bulkAppender(DataSource database, AppenderMetrics metrics, LogSignal signal) {
    return new BulkAppender(database, AppenderOptions.DEFAULT, metrics, signal);
  }

  @Bean
  EventReader eventReader(DataSource database) {
    return new PostgresEventReader(database);
  }

  @Bean
  NodeClock nodeClock(Clock clock) {
    return new NodeClock(clock, System::nanoTime);
  }

  @Bean
  ClockComparison clockComparison(NodeClock clock, EventReader reader) {
    return new ClockComparison(clock, reader);
  }

  @Bean
  StoreHealth storeHealthIndicator(DataSource database, PostgresAppender appender) {
    return new StoreHealth(database, appender::isRunning);
  }
}
