package dev.attune.command.platform;

import dev.attune.command.RunningService;
import dev.attune.eventstore.TestDatabase;
import dev.attune.eventstore.axon.AttuneEventStorageEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.EventBus;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.eventhandling.tokenstore.jdbc.JdbcTokenStore;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Axon's parts are the ones that we mean: on Spring Boot 4 its own starter leaves out half of them without a word. */
class AxonBeansIT {

  private static TestDatabase database;
  private static RunningService service;
  private static String homeBefore;
  private static Path home;

  @BeforeAll
  static void start() throws Exception {
    home = Files.createTempDirectory("attune-home");
    homeBefore = System.setProperty("user.home", home.toString());
    database = TestDatabase.empty();
    service = RunningService.on(database);
  }

  @AfterAll
  static void stop() {
    service.close();
    database.close();
    System.setProperty("user.home", homeBefore);
  }

  @Test
  void the_event_bus_is_the_event_store_over_our_log() {
    assertThat(service.bean(EventBus.class)).isInstanceOf(EventStore.class).isSameAs(service.bean(EventStore.class));
    assertThat(service.bean(EventStorageEngine.class)).isInstanceOf(AttuneEventStorageEngine.class);
  }

  @Test
  void tokens_are_kept_in_postgresql_within_transactions() {
    assertThat(service.bean(TransactionManager.class)).isNotInstanceOf(NoTransactionManager.class);
    TokenStore tokens = service.bean(TokenStore.class);
    assertThat(tokens).isInstanceOf(JdbcTokenStore.class);
    TransactionManager transactions = service.bean(TransactionManager.class);
    transactions.executeInTransaction(() -> tokens.initializeTokenSegments("test", 1));
    transactions.executeInTransaction(() -> tokens.storeToken(new GlobalSequenceTrackingToken(17), "test", 0));
    assertThat(transactions.fetchInTransaction(() -> tokens.fetchToken("test", 0)))
        .isEqualTo(new GlobalSequenceTrackingToken(17));
  }

  @Test
  void the_command_bus_hands_a_future_back_at_once() {
    CommandBus bus = service.bean(CommandBus.class);
    assertThat(bus).isInstanceOf(SimpleCommandBus.class);
    CompletableFuture<String> later = new CompletableFuture<>();
    String name = "test-" + UUID.randomUUID();
    try (var subscription = bus.subscribe(name, message -> later)) {
      CompletableFuture<CompletableFuture<String>> sent = service.bean(CommandGateway.class)
          .send(new GenericCommandMessage<>(new GenericCommandMessage<>("payload"), name));
      assertThat(sent).isCompletedWithValue(later);
    }
  }

  @Test
  void nothing_calls_home_or_writes_into_the_home_folder() throws Exception {
    assertThat(System.getProperty("axoniq.update-checker.disabled")).isEqualTo("true");
    try (var files = Files.walk(home)) {
      assertThat(files.filter(Files::isRegularFile)).isEmpty();
    }
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().toLowerCase(java.util.Locale.ROOT).contains("updatechecker"));
  }
}
