package dev.attune.eventstore.autoconfigure;

import dev.attune.eventstore.LogChecker;
import dev.attune.eventstore.TestDatabase;
import dev.attune.eventstore.autoconfigure.shop.Basket;
import dev.attune.eventstore.axon.AttuneEventStorageEngine;
import dev.attune.eventstore.read.PostgresEventReader;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.EventBus;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.eventhandling.tokenstore.jdbc.JdbcTokenStore;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.spring.messaging.unitofwork.SpringTransactionManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
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
      assertThat(again.entries(1)).hasSize(1);
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
}
