package dev.attune.command.collect;

import dev.attune.command.RunningService;
import dev.attune.command.RunningService.Answer;
import dev.attune.eventstore.TestDatabase;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Overload and a lost database: what clients are told, and that nothing goes uncounted. */
class AccountingIT {

  @Test
  void received_is_accepted_duplicate_quarantined_shed_and_failed() throws Exception {
    try (TestDatabase database = TestDatabase.empty();
        RunningService service = RunningService.on(database);
        ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      String key = service.addSource("shop");
      assertThat(service.post("/v1/interactions", batch("warm", 20), "X-Write-Key", key).status()).isEqualTo(200);
      assertThat(service.post("/v1/interactions", batch("warm", 20), "X-Write-Key", key).status()).isEqualTo(200);
      assertThat(service.post("/v1/interactions", "{\"interactions\":[{},1]}", "X-Write-Key", key).status())
          .isEqualTo(200);

      overload(database, service, clients, key);
      loseDatabase(database, service, key);

      double outcomes = 0;
      for (String outcome : List.of("accepted", "duplicate", "quarantined", "shed", "failed")) {
        double count = service.meter("attune_interactions_total{outcome=\"" + outcome + "\"}");
        assertThat(count).as(outcome).isPositive();
        outcomes += count;
      }
      assertThat(service.meter("attune_received_total")).isEqualTo(outcomes);
      assertThat(database.value("SELECT count(*) FROM attune.claim c WHERE attune.claim_kind(c.key) = 1"))
          .isEqualTo(Long.toString((long) service.meter("attune_interactions_total{outcome=\"accepted\"}")));
    }
  }

  /** The log's lock is held for a while: the person's mailbox fills, and what does not fit is refused with 429. */
  private static void overload(TestDatabase database, RunningService service, ExecutorService clients, String key)
      throws Exception {
    List<CompletableFuture<Answer>> answers = new ArrayList<>();
    try (Connection rival = database.direct().getConnection();
        Statement lock = rival.createStatement()) {
      lock.execute("SELECT pg_advisory_lock(hashtextextended('attune.event', 0))");
      for (int client = 0; client < 8; client++) {
        String batch = batch("overload-" + client, 600);
        answers.add(
            CompletableFuture.supplyAsync(() -> service.post("/v1/interactions", batch, "X-Write-Key", key), clients));
      }
      CompletableFuture.anyOf(answers.toArray(CompletableFuture[]::new)).join();
    }
    List<Answer> told = answers.stream().map(CompletableFuture::join).toList();
    // Whether one client gets everything in is a matter of who comes first; that some must be refused is not.
    assertThat(told).extracting(Answer::status).isSubsetOf(200, 429).contains(429);
    assertThat(told)
        .filteredOn(answer -> answer.status() == 429)
        .allSatisfy(
            answer -> {
              assertThat(answer.header("Retry-After")).isNotEmpty();
              assertThat(answer.header("X-RateLimit-Reset")).isNotEmpty();
              assertThat(answer.json().get("type").asString()).endsWith("/overloaded");
            });
  }

  /** Nobody can connect any more: 503, not 401 and not 500, also for a key that this node has not met. */
  private static void loseDatabase(TestDatabase database, RunningService service, String key) throws Exception {
    String name = database.value("SELECT current_database()");
    try (Connection elsewhere = elsewhere(database);
        Statement statement = elsewhere.createStatement()) {
      statement.execute("ALTER DATABASE " + name + " ALLOW_CONNECTIONS false");
      statement.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + name + "'");
      Answer lost = service.post("/v1/interactions", batch("lost", 3), "X-Write-Key", key);
      Answer stranger = service.post("/v1/interactions", batch("lost", 3), "X-Write-Key", "a-new-key");
      statement.execute("ALTER DATABASE " + name + " ALLOW_CONNECTIONS true");
      assertThat(lost.status()).as(lost.body()).isEqualTo(503);
      assertThat(lost.header("Retry-After")).isNotEmpty();
      assertThat(stranger.status()).as(stranger.body()).isEqualTo(503);
    }
    for (int tries = 0; tries < 100; tries++) {
      if (service.post("/v1/interactions", batch("found", 3), "X-Write-Key", key).status() == 200) {
        return;
      }
      Thread.sleep(100);
    }
    throw new AssertionError("The service does not come back");
  }

  private static Connection elsewhere(TestDatabase database) throws Exception {
    String url = database.jdbcUrl();
    return java.sql.DriverManager.getConnection(url.replaceFirst("/test\\d+\\?", "/postgres?"));
  }

  private static String batch(String prefix, int items) {
    StringBuilder batch = new StringBuilder("{\"interactions\":[");
    for (int i = 0; i < items; i++) {
      batch.append(i == 0 ? "" : ",")
          .append("{\"messageId\":\"%s-%d\",\"identities\":{\"user\":\"one\"},\"name\":\"visit\"}".formatted(prefix, i));
    }
    return batch.append("]}").toString();
  }
}
