package dev.attune.eventstore.autoconfigure;

import dev.attune.eventstore.LogChecker;
import dev.attune.eventstore.TestDatabase;
import dev.attune.eventstore.append.AppenderMetrics;
import dev.attune.eventstore.autoconfigure.shop.Basket;
import dev.attune.eventstore.axon.AttuneEventStorageEngine;
import dev.attune.eventstore.axon.AxonSchema;
import dev.attune.eventstore.read.PostgresEventReader;
import dev.attune.eventstore.schema.Schema;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.EventBus;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.eventhandling.tokenstore.inmemory.InMemoryTokenStore;
import org.axonframework.eventhandling.tokenstore.jdbc.JdbcTokenStore;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.spring.messaging.unitofwork.SpringTransactionManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import static org.assertj.core.api.Assertions.assertThat;

/** An application with Axon and a data source runs on the store without a bean of its own. */
class AttuneAutoConfigurationIT {

  private TestDatabase database;

  @BeforeEach
  void create() {
    database = TestDatabase.empty();
  }

  @AfterEach
  void the_log_is_sound() {
    Schema.migrate(database.pool());
    assertThat(new LogChecker(new PostgresEventReader(database.pool())).faults()).isEmpty();
    database.close();
  }

  @Test
  void a_restarted_processor_goes_on_behind_its_token() throws Exception {
    try (RunningShop shop = RunningShop.on(database)) {
      shop.send(new Basket.Open("b1"));
      assertThat(shop.<Integer>send(new Basket.Add("b1", "tea"))).isEqualTo(1);
      shop.send(new Basket.Add("b1", "milk"));
      assertThat(shop.entries(2)).containsExactly("b1 tea", "b1 milk");
    }
    assertThat(database.value("SELECT count(*) FROM attune.event")).isEqualTo("3");

    try (RunningShop again = RunningShop.on(database)) {
      assertThat(again.<Integer>send(new Basket.Add("b1", "sugar"))).isEqualTo(3);
      assertThat(again.entries(1)).containsExactly("b1 sugar");
    }
  }

  @Test
  void the_event_bus_is_the_event_store_over_our_log() {
    try (RunningShop shop = RunningShop.on(database)) {
      assertThat(shop.bean(EventBus.class)).isInstanceOf(EmbeddedEventStore.class).isSameAs(shop.bean(EventStore.class));
      assertThat(shop.bean(EventStorageEngine.class)).isInstanceOf(AttuneEventStorageEngine.class);
      org.axonframework.config.Configuration axon = shop.bean(org.axonframework.config.Configuration.class);
      assertThat(axon.eventStore()).isSameAs(shop.bean(EventStore.class));
      assertThat(axon.eventBus()).isSameAs(shop.bean(EventStore.class));
    }
  }

  @Test
  void tokens_are_kept_in_postgresql_within_transactions() {
    try (RunningShop shop = RunningShop.on(database)) {
      TransactionManager transactions = shop.bean(TransactionManager.class);
      assertThat(transactions).isNotInstanceOf(NoTransactionManager.class).isInstanceOf(SpringTransactionManager.class);
      org.axonframework.config.Configuration axon = shop.bean(org.axonframework.config.Configuration.class);
      assertThat(axon.getComponent(TransactionManager.class)).isSameAs(transactions);
      assertThat(axon.getComponent(TokenStore.class)).isSameAs(shop.bean(TokenStore.class)).isInstanceOf(JdbcTokenStore.class);
      assertThat(transactions.fetchInTransaction(TransactionSynchronizationManager::isActualTransactionActive)).isTrue();
    }
  }

  @Test
  void without_it_axon_has_neither_store_nor_transactions_on_spring_boot_4() {
    try (RunningShop shop =
        RunningShop.on(
            database,
            Bare.class,
            "spring.autoconfigure.exclude="
                + AttuneEventStoreAutoConfiguration.class.getName()
                + ","
                + AttuneProcessingAutoConfiguration.class.getName())) {
      assertThat(shop.bean(TransactionManager.class)).isInstanceOf(NoTransactionManager.class);
      assertThat(shop.bean(EventBus.class)).isNotInstanceOf(EventStore.class);
      assertThat(shop.context().getBeansOfType(TokenStore.class)).isEmpty();
    }
  }

  @Test
  void more_commands_than_the_pool_has_connections_do_not_wait_for_each_other_for_ever() throws Exception {
    try (RunningShop shop =
            RunningShop.on(
                database,
                "spring.datasource.hikari.maximum-pool-size=3",
                "spring.datasource.hikari.connection-timeout=5000");
        ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Object>> sent = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        String basket = "b" + i;
        sent.add(
            senders.submit(
                () -> {
                  shop.send(new Basket.Open(basket));
                  return shop.send(new Basket.Add(basket, "tea"));
                }));
      }
      for (Future<Object> one : sent) {
        assertThat(one.get(60, TimeUnit.SECONDS)).isEqualTo(1);
      }
      assertThat(shop.entries(40)).hasSize(40);
    }
  }

  @Test
  void without_migration_the_database_is_as_the_operator_left_it() throws Exception {
    try (RunningShop shop = RunningShop.on(database, Bare.class, "attune.event-store.migrate=false")) {
      assertThat(database.value("SELECT count(*) FROM pg_namespace WHERE nspname = 'attune'")).isEqualTo("0");
    }
    Schema.migrate(database.pool());
    AxonSchema.migrate(database.pool());
    try (RunningShop shop = RunningShop.on(database, "attune.event-store.migrate=false")) {
      shop.send(new Basket.Open("b1"));
      shop.send(new Basket.Add("b1", "tea"));
      assertThat(shop.entries(1)).containsExactly("b1 tea");
    }
  }

  @Test
  void a_bean_of_the_application_is_taken_instead() {
    try (RunningShop shop = RunningShop.on(database, WithBeansOfItsOwn.class)) {
      assertThat(shop.bean(TokenStore.class)).isInstanceOf(InMemoryTokenStore.class);
      assertThat(shop.bean(AppenderMetrics.class)).isSameAs(AppenderMetrics.NONE);
      assertThat(shop.bean(EventStore.class)).isSameAs(shop.bean(EventBus.class));
    }
  }

  @Test
  void the_appender_tells_the_meter_registry() throws Exception {
    try (RunningShop shop = RunningShop.on(database, Metered.class)) {
      shop.bean(EventStore.class).publish(GenericEventMessage.asEventMessage("happened"));
      Counter events = shop.bean(MeterRegistry.class).get("attune.append.events").counter();
      // counted a moment after the answer
      for (int i = 0; i < 1_000 && events.count() < 1; i++) {
        Thread.sleep(10);
      }
      assertThat(events.count()).isEqualTo(1);
    }
  }

  @Test
  void with_jackson_3_tokens_are_read_again() throws Exception {
    try (RunningShop shop = RunningShop.on(database, "axon.serializer.general=jackson3")) {
      shop.send(new Basket.Open("b1"));
      shop.send(new Basket.Add("b1", "tea"));
      assertThat(shop.entries(1)).containsExactly("b1 tea");
    }
    try (RunningShop again = RunningShop.on(database, "axon.serializer.general=jackson3")) {
      again.send(new Basket.Add("b1", "milk"));
      assertThat(again.entries(1)).containsExactly("b1 milk");
    }
  }

  @EnableAutoConfiguration
  static class Bare {}

  @EnableAutoConfiguration
  static class Metered {
    @Bean
    MeterRegistry meters() {
      return new SimpleMeterRegistry();
    }
  }

  @EnableAutoConfiguration
  static class WithBeansOfItsOwn {
    @Bean
    TokenStore tokens() {
      return new InMemoryTokenStore();
    }

    @Bean
    AppenderMetrics silence() {
      return AppenderMetrics.NONE;
    }
  }
}
