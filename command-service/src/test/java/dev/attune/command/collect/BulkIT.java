package dev.attune.command.collect;

import dev.attune.command.RunningService;
import dev.attune.command.RunningService.Answer;
import dev.attune.eventstore.TestDatabase;
import dev.attune.eventstore.read.EventReader;
import dev.attune.eventstore.verify.LogVerifier;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/** Files through HTTP into real PostgreSQL. After each test the accounting must be even and the log sound. */
class BulkIT {

  private static final String BULK = "/v1/interactions/bulk";

  private TestDatabase database;
  private RunningService service;
  private String key;

  @BeforeEach
  void start() {
    database = TestDatabase.empty();
    service = RunningService.on(database);
    key = service.addSource("shop");
  }

  @AfterEach
  void accounts_are_even_and_the_log_is_sound() throws Exception {
    double outcomes = 0;
    for (String outcome : List.of("accepted", "duplicate", "quarantined", "shed", "failed")) {
      outcomes += outcome(outcome);
    }
    assertThat(service.meter("attune_received_total")).isEqualTo(outcomes);
    assertThat(database.value("SELECT count(*) FROM attune.claim WHERE attune.claim_kind(key) = 1"))
        .isEqualTo(Long.toString((long) outcome("accepted")));
    assertThat(new LogVerifier(database.pool(), 10_000_000).verify(read -> {}).faults()).isEmpty();
    service.close();
    database.close();
  }

  @Test
  void a_file_is_stored_once_however_often_and_whichever_way_it_comes() {
    Answer first = post(file("m", 0, 3_000, 700));
    long head = head();
    Answer packed = service.post(BULK, gzip(file("m", 0, 3_000, 700)), "X-Write-Key", key);
    Answer listed =
        service.post(
            "/v1/interactions", "{\"interactions\":[" + file("m", 0, 500, 700).strip().replace("\n", ",") + "]}",
            "X-Write-Key", key);

    assertCounts(first, 3_000, 3_000, 0, 0);
    assertThat(first.header("Attune-Position")).isEqualTo(Long.toString(head)).isEqualTo("4401");
    assertCounts(packed, 3_000, 0, 3_000, 0);
    assertThat(packed.json().get("position").asString()).isEqualTo(first.header("Attune-Position"));
    assertThat(listed.json().get("results").valueStream().map(each -> each.get("outcome").asString()))
        .hasSize(500).containsOnly("duplicate");
    assertThat(head()).isEqualTo(head);
  }

  @Test
  void a_line_that_cannot_be_read_is_quarantined_alone_and_told_as_in_any_other_request() {
    String bad = "{\"messageId\":\"b\",\"identities\":{},\"name\":\"x\",\"colour\":1}";
    Answer listed = service.post("/v1/interactions", "{\"interactions\":[" + bad + ",7]}", "X-Write-Key", key);
    Answer answer =
        post(file("m", 0, 2, 2) + "\n" + bad + "\n7\n{\"cut\": \n" + "z".repeat(90_000) + "\n" + file("m", 2, 1, 2));

    assertCounts(answer, 7, 3, 0, 4);
    List<JsonNode> rejected = answer.json().get("rejected").valueStream().toList();
    assertThat(rejected).extracting(each -> each.get("line").asInt()).containsExactly(4, 5, 6, 7);
    List<JsonNode> told = listed.json().get("results").valueStream().map(each -> each.get("error")).toList();
    assertThat(rejected.subList(0, 2)).extracting(each -> each.get("error")).isEqualTo(told);
    assertThat(rejected.getFirst().get("messageId").asString()).isEqualTo("b");

    List<JsonNode> kept =
        service.get("/v1/quarantine", "Authorization", "Bearer " + RunningService.ADMIN_KEY).json().get("items")
            .valueStream().toList();
    assertThat(kept).extracting(each -> each.get("endpoint").asString())
        .containsExactly("/v1/interactions", "/v1/interactions", BULK, BULK, BULK, BULK);
    assertThat(kept.get(2).get("body").asString()).isEqualTo(bad);
    assertThat(kept.getLast().get("bodyLength").asInt()).isEqualTo(90_000);
  }

  @Test
  void who_may_send_is_judged_before_anything_is_read() {
    assertThat(service.post(BULK, file("m", 0, 1, 1)).status()).isEqualTo(401);
    assertThat(service.post(BULK, file("m", 0, 1, 1), "X-Write-Key", "nope").status()).isEqualTo(401);
    assertThat(service.post(BULK, new byte[] {0x1f, (byte) 0x8b, 9, 9, 9}, "X-Write-Key", key).json().get("type").asString())
        .endsWith("/malformed-gzip");
    assertThat(head()).isEqualTo(1);
  }

  @Test
  void it_is_in_the_openapi_document() {
    JsonNode post = service.get("/v3/api-docs").json().get("paths").get(BULK).get("post");
    assertThat(post.get("requestBody").get("content").has("application/x-ndjson")).isTrue();
    assertThat(post.get("security").toString()).contains("writeKey");
  }

  @Test
  void a_file_beside_live_traffic_of_the_same_people_stores_every_message_once() throws Exception {
    post(file("warm", 0, 500, 500));
    List<CompletableFuture<Answer>> live = new ArrayList<>();
    Answer answer;
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int client = 0; client < 4; client++) {
        int from = client * 1_000;
        live.add(
            CompletableFuture.supplyAsync(
                () -> {
                  Answer last = null;
                  for (int batch = from; batch < from + 1_000; batch += 50) {
                    // half of them are in the file too
                    String items = file("m", batch + 2_000, 50, 600).strip().replace("\n", ",");
                    last = service.post("/v1/interactions", "{\"interactions\":[" + items + "]}", "X-Write-Key", key);
                    assertThat(last.status()).as(last.body()).isEqualTo(200);
                  }
                  return last;
                },
                clients));
      }
      answer = post(file("m", 0, 4_000, 600));
      live.forEach(CompletableFuture::join);
    }
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(outcome("accepted")).isEqualTo(500 + 6_000);
    assertThat(outcome("duplicate")).isEqualTo(2_000);
    assertThat(database.value("SELECT count(*) FROM attune.claim WHERE attune.claim_kind(key) = 3")).isEqualTo("1200");
    assertThat(database.value("SELECT count(DISTINCT stream) FROM attune.claim WHERE attune.claim_kind(key) = 1")).isEqualTo("600");
  }

  @Test
  void a_connection_cut_in_the_middle_loses_nothing_and_the_file_again_stores_the_rest() throws Exception {
    String file = file("m", 0, 30_000, 5_000);
    byte[] body = file.getBytes(StandardCharsets.UTF_8);
    try (Socket socket = new Socket("127.0.0.1", service.port())) {
      OutputStream out = socket.getOutputStream();
      out.write(
          ("POST " + BULK + " HTTP/1.1\r\nHost: x\r\nX-Write-Key: " + key + "\r\nContent-Length: " + body.length
                  + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
      out.write(body, 0, body.length / 2);
      out.flush();
      awaitStored(2_000);
      socket.setSoLinger(true, 0);
    }
    awaitRest();
    long stored = (long) outcome("accepted");
    assertThat(stored).isBetween(1_000L, 15_001L);
    assertThat(outcome("failed")).as("what was read whole is stored").isZero();

    assertCounts(post(file), 30_000, 30_000 - stored, stored, 0);
  }

  @Test
  void more_files_than_fit_are_to_come_later_and_a_lost_database_is_told() throws Exception {
    List<CompletableFuture<Answer>> answers = new ArrayList<>();
    try (Connection rival = database.direct().getConnection();
        Statement lock = rival.createStatement();
        ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      lock.execute("SELECT pg_advisory_lock(hashtextextended('attune.event', 0))");
      for (int client = 0; client < 4; client++) {
        String file = file("f" + client, 0, 50, 10);
        answers.add(CompletableFuture.supplyAsync(() -> post(file), clients));
      }
      while (answers.stream().filter(CompletableFuture::isDone).count() < 2) {
        Thread.sleep(10);
      }
      lock.execute("SELECT pg_advisory_unlock_all()");
      answers.forEach(CompletableFuture::join);
    }
    List<Answer> told = answers.stream().map(CompletableFuture::join).toList();
    assertThat(told).extracting(Answer::status).containsExactlyInAnyOrder(200, 200, 429, 429);
    assertThat(told).filteredOn(answer -> answer.status() == 429)
        .allSatisfy(answer -> assertThat(answer.header("Retry-After")).isNotEmpty());
  }

  @Test
  void a_quarantine_that_cannot_be_written_is_a_503_and_what_was_stored_is_told() throws Exception {
    database.execute("ALTER TABLE attune_command.quarantine RENAME TO away");
    Answer answer = post(file("m", 0, 1_200, 10) + "bad\n");
    database.execute("ALTER TABLE attune_command.away RENAME TO quarantine");

    assertThat(answer.status()).as(answer.body()).isEqualTo(503);
    assertThat(answer.json().get("received").asInt()).isEqualTo(1_201);
    assertThat(answer.json().get("accepted").asInt()).isEqualTo(1_200);
    assertThat(outcome("failed")).isEqualTo(1);
    assertCounts(post(file("m", 0, 1_200, 10) + "bad\n"), 1_201, 0, 1_200, 1);
  }

  private Answer post(String file) {
    return service.post(BULK, file, "X-Write-Key", key, "Content-Type", "application/x-ndjson");
  }

  private static void assertCounts(Answer answer, long received, long accepted, long duplicate, long quarantined) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    JsonNode told = answer.json();
    assertThat(
            List.of(
                told.get("received").asLong(), told.get("accepted").asLong(), told.get("duplicate").asLong(),
                told.get("quarantined").asLong()))
        .containsExactly(received, accepted, duplicate, quarantined);
  }

  private double outcome(String outcome) {
    return service.meter("attune_interactions_total{outcome=\"" + outcome + "\"}");
  }

  private long head() {
    return service.bean(EventReader.class).head();
  }

  private void awaitStored(int events) throws InterruptedException {
    for (int tries = 0; head() < events; tries++) {
      assertThat(tries).as("not stored").isLessThan(600);
      Thread.sleep(50);
    }
  }

  /** Until the service has noticed that nobody is there any more. */
  private void awaitRest() throws InterruptedException {
    double before = -1;
    for (double now = outcome("accepted"); now != before || now < service.meter("attune_received_total");
        now = outcome("accepted")) {
      before = now;
      Thread.sleep(500);
    }
  }

  /** People with a user id each and, in their first line, an e-mail address too. */
  private static String file(String prefix, int from, int lines, int people) {
    StringBuilder file = new StringBuilder();
    for (int i = from; i < from + lines; i++) {
      int person = i % people;
      file.append(
          "{\"messageId\":\"%s-%d\",\"identities\":{\"user\":\"u%d\",\"email\":\"e%d\"},\"name\":\"visit\"}\n"
              .formatted(prefix, i, person, person));
    }
    return file.toString();
  }

  private static byte[] gzip(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
