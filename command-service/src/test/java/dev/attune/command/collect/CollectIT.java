package dev.attune.command.collect;

import dev.attune.command.RunningService;
import dev.attune.command.RunningService.Answer;
import dev.attune.contracts.ProfileEvent.InteractionRecorded;
import dev.attune.contracts.wire.Envelope;
import dev.attune.contracts.wire.EventCodec;
import dev.attune.eventstore.TestDatabase;
import dev.attune.eventstore.read.EventReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

class CollectIT {

  private static final String ADMIN = "Bearer " + RunningService.ADMIN_KEY;

  private static TestDatabase database;
  private static RunningService service;
  private static String key;
  private static String basic;

  @BeforeAll
  static void start() {
    database = TestDatabase.empty();
    service = RunningService.on(database);
    key = service.addSource("shop");
    basic = "Basic " + Base64.getEncoder().encodeToString((key + ":").getBytes(StandardCharsets.UTF_8));
  }

  @AfterAll
  static void stop() {
    service.close();
    database.close();
  }

  @Test
  void a_tracked_event_is_stored_before_the_answer() {
    Answer answer =
        service.post("/v1/track", "{\"userId\":\"t1\",\"event\":\"Product Viewed\",\"messageId\":\"t1-1\"}",
            "Authorization", basic);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("{\"success\":true}");
    assertThat(answer.header("content-type")).startsWith("application/json");
    Envelope stored =
        service.bean(EventReader.class).at(Long.parseLong(answer.header("Attune-Position"))).getFirst();
    assertThat(service.bean(EventCodec.class).decode(stored.event()))
        .isInstanceOfSatisfying(
            InteractionRecorded.class,
            recorded -> {
              assertThat(recorded.name()).isEqualTo("product_view");
              assertThat(recorded.messageId()).isEqualTo("t1-1");
            });
  }

  @Test
  void the_write_key_may_be_in_the_body_or_in_a_header_of_its_own() {
    String event = "{\"userId\":\"k1\",\"event\":\"x\"%s}";
    assertThat(service.post("/v1/t", event.formatted(",\"writeKey\":\"" + key + "\"")).status()).isEqualTo(200);
    assertThat(service.post("/v1/t/", event.formatted(""), "X-Write-Key", key + ":secret").status()).isEqualTo(200);
  }

  @Test
  void json_is_read_whatever_the_content_type_says_and_unpacked_by_header_or_magic_number() {
    byte[] packed = gzip("{\"batch\":[{\"type\":\"track\",\"userId\":\"g1\",\"event\":\"x\"}]}");
    assertThat(
            service.post("/v1/batch", packed, "Authorization", basic, "Content-Encoding", "gzip", "Content-Type",
                "application/x-www-form-urlencoded").status())
        .isEqualTo(200);
    assertThat(service.post("/v1/import/", packed, "Authorization", basic, "Content-Type", "text/plain").status())
        .isEqualTo(200);
  }

  @Test
  void a_missing_or_unknown_write_key_is_a_401_with_a_problem() {
    Answer missing = service.post("/v1/track", "{\"userId\":\"u\",\"event\":\"x\"}");
    Answer unknown = service.post("/v1/track", "{\"userId\":\"u\",\"event\":\"x\",\"writeKey\":\"nope\"}");
    assertThat(List.of(missing.status(), unknown.status())).containsOnly(401);
    assertThat(missing.json().get("type").asString()).isEqualTo("https://attune.dev/problems/write-key-missing");
    assertThat(unknown.json().get("type").asString()).isEqualTo("https://attune.dev/problems/write-key-unknown");
    assertThat(unknown.header("content-type")).isEqualTo("application/problem+json");
  }

  @Test
  void what_is_no_json_no_gzip_or_too_large_is_a_400_and_nothing_is_stored() {
    long head = service.bean(EventReader.class).head();
    assertProblem(service.post("/v1/batch", "{\"batch\":[{\"userId\":", "Authorization", basic), 400, "malformed-json");
    assertProblem(service.post("/v1/batch", "[1]", "Authorization", basic), 400, "malformed-json");
    assertProblem(service.post("/v1/batch", "{}", "Authorization", basic), 400, "malformed-batch");
    assertProblem(
        service.post("/v1/batch", new byte[] {0x1f, (byte) 0x8b, 1, 2}, "Authorization", basic), 400, "malformed-gzip");
    assertProblem(
        service.post("/v1/batch", "{\"a\":\"" + "x".repeat(520_000) + "\"}", "Authorization", basic), 400,
        "body-too-large");
    assertProblem(
        service.post("/v1/batch", gzip("{\"a\":\"" + "x".repeat(9_000_000) + "\"}"), "Authorization", basic), 400,
        "body-too-large");
    assertThat(service.bean(EventReader.class).head()).isEqualTo(head);
  }

  @Test
  void other_errors_are_problems_too() {
    assertProblem(service.get("/nowhere"), 404, "not-found");
    assertProblem(service.call("DELETE", "/v1/track"), 405, "method-not-allowed");
    assertProblem(service.post("/v1/sources", "{\"name\":\"x\"}"), 401, "admin-key");
    assertProblem(service.get("/v1/quarantine", "Authorization", "Bearer wrong"), 401, "admin-key");
    assertProblem(
        service.post("/v1/sources", "name=x", "Authorization", ADMIN, "Content-Type", "text/plain"), 415,
        "unsupported-media-type");
    assertProblem(
        service.post("/v1/sources", "{\"name\":\"shop\"}", "Authorization", ADMIN, "Content-Type", "application/json"),
        409, "source-exists");
    assertProblem(
        service.post("/v1/sources", "{\"name\":\"No Good\"}", "Authorization", ADMIN, "Content-Type", "application/json"),
        422, "source-name");
  }

  @Test
  void sources_are_listed_without_their_keys() {
    Answer sources = service.get("/v1/sources", "Authorization", ADMIN);
    assertThat(sources.json().get("sources").get(0).get("name").asString()).isEqualTo("shop");
    assertThat(sources.body()).doesNotContain(key);
  }

  @Test
  void a_batch_with_a_bad_item_stores_the_others_and_says_which_was_bad_and_why() {
    Answer answer =
        service.post(
            "/v1/interactions",
            """
            {"interactions":[
              {"messageId":"b1","identities":{"user":"b"},"name":"visit"},
              {"messageId":"b2","name":"visit"},
              {"messageId":"b3","identities":{"user":"b"},"name":"visit"},
              {"messageId":"b1","identities":{"user":"somebody-else"},"name":"visit"}]}
            """,
            "X-Write-Key", key);
    assertThat(answer.status()).isEqualTo(200);
    JsonNode results = answer.json().get("results");
    assertThat(results.findValuesAsString("outcome"))
        .containsExactly("accepted", "quarantined", "accepted", "duplicate");
    assertThat(results.get(1).get("error").get("reasons").toString()).contains("Nobody is named");
    assertThat(results.get(3).get("profile")).isEqualTo(results.get(0).get("profile"));
    assertThat(results.get(3).get("position")).isEqualTo(results.get(0).get("position"));
    assertThat(answer.json().get("position")).isEqualTo(results.get(2).get("position"));
    JsonNode kept = service.get("/v1/quarantine?limit=500", "Authorization", ADMIN).json().get("items");
    assertThat(kept.findValuesAsString("body")).contains("{\"messageId\":\"b2\",\"name\":\"visit\"}");
  }

  @Test
  void the_same_message_has_one_effect() {
    String event = "{\"interactions\":[{\"messageId\":\"same\",\"identities\":{\"user\":\"d\"},\"name\":\"visit\"}]}";
    JsonNode first = service.post("/v1/interactions", event, "X-Write-Key", key).json().get("results").get(0);
    long head = service.bean(EventReader.class).head();
    JsonNode second = service.post("/v1/interactions", event, "X-Write-Key", key).json().get("results").get(0);
    assertThat(first.get("outcome").asString()).isEqualTo("accepted");
    assertThat(second.get("outcome").asString()).isEqualTo("duplicate");
    assertThat(second.get("position")).isEqualTo(first.get("position"));
    assertThat(service.bean(EventReader.class).head()).isEqualTo(head);
  }

  @Test
  void a_batch_keeps_its_order_for_each_person() {
    StringBuilder batch = new StringBuilder("{\"interactions\":[");
    for (int i = 0; i < 1_000; i++) {
      batch.append(i == 0 ? "" : ",")
          .append("{\"identities\":{\"user\":\"o%d\"},\"name\":\"n\",\"properties\":{\"i\":%d}}".formatted(i % 7, i));
    }
    Answer answer = service.post("/v1/interactions", batch.append("]}").toString(), "X-Write-Key", key);
    assertThat(answer.status()).isEqualTo(200);
    List<List<Long>> positions = new ArrayList<>();
    for (int person = 0; person < 7; person++) {
      positions.add(new ArrayList<>());
    }
    int index = 0;
    for (JsonNode result : answer.json().get("results")) {
      positions.get(index++ % 7).add(Long.parseLong(result.get("position").asString()));
    }
    assertThat(positions).allSatisfy(of -> assertThat(of).isSorted().doesNotHaveDuplicates());
  }

  @Test
  void everything_received_is_accounted_for() {
    service.post(
        "/v1/batch",
        """
        {"batch":[{"type":"track","userId":"m","event":"x","messageId":"acc-1"},
                  {"type":"track","userId":"m","event":"x","messageId":"acc-1"},
                  {"type":"track","userId":"m"}, 17]}
        """,
        "Authorization", basic, "X-Retry-Count", "2");
    assertThat(service.meter("attune_received_total")).isEqualTo(service.meter("attune_interactions_total")).isPositive();
    assertThat(service.meter("attune_interactions_total{outcome=\"quarantined\"}")).isGreaterThanOrEqualTo(2);
    assertThat(service.meter("attune_retry_header_total")).isEqualTo(1);
  }

  @Test
  void browser_clients_get_their_settings_and_their_preflight() {
    JsonNode settings = service.get("/v1/projects/" + key + "/settings").json();
    assertThat(settings.get("integrations").get("Segment.io").get("apiKey").asString()).isEqualTo(key);
    assertProblem(service.get("/v1/projects/unknown/settings"), 404, "write-key-unknown");
    Answer preflight =
        service.call("OPTIONS", "/v1/b", "Origin", "https://shop.example", "Access-Control-Request-Method", "POST",
            "Access-Control-Request-Headers", "authorization,content-type,x-retry-count");
    assertThat(preflight.status()).isEqualTo(200);
    assertThat(preflight.header("access-control-allow-origin")).isEqualTo("https://shop.example");
    assertThat(preflight.header("access-control-allow-headers")).contains("x-retry-count");
    assertThat(service.post("/v1/m", "{\"series\":[]}").body()).isEqualTo("{\"success\":true}");
  }

  @Test
  void what_is_kept_in_memory_tells_its_size_and_how_often_it_was_there() {
    double hits = cached("hits", "profiles");
    double known = cached("hits", "identities");
    double misses = cached("misses", "profiles");
    for (int i = 0; i < 3; i++) {
      service.post("/v1/track", "{\"userId\":\"often-here\",\"event\":\"x\",\"messageId\":\"often-%d\",\"writeKey\":\"%s\"}".formatted(i, key));
    }
    assertThat(cached("misses", "profiles") - misses).as("read once at most").isLessThanOrEqualTo(1);
    assertThat(cached("hits", "profiles") - hits).isGreaterThanOrEqualTo(2);
    assertThat(cached("hits", "identities") - known).isGreaterThanOrEqualTo(2);
    assertThat(cached("hits", "sources")).isPositive();
    for (String cache : List.of("profiles", "identities", "sources")) {
      assertThat(cached("entries", cache)).as(cache).isPositive();
    }
    double before = cached("misses", "sources");
    service.post("/v1/track", "{\"userId\":\"u\",\"event\":\"x\",\"writeKey\":\"never-given-out\"}");
    assertThat(cached("misses", "sources")).isEqualTo(before + 1);
  }

  private static double cached(String what, String cache) {
    String name = what.equals("entries") ? "attune_cache_entries" : "attune_cache_" + what + "_total";
    return service.meter("%s{cache=\"%s\"}".formatted(name, cache));
  }

  @Test
  void the_service_tells_its_health_and_its_interface() {
    assertThat(service.get("/actuator/health/readiness").status()).isEqualTo(200);
    assertThat(service.get("/actuator/health/liveness").status()).isEqualTo(200);
    JsonNode api = service.get("/v3/api-docs").json();
    assertThat(api.get("openapi").asString()).startsWith("3.1");
    assertThat(api.get("components").get("securitySchemes").propertyNames()).contains("writeKey", "adminKey");
    assertThat(api.get("paths").propertyNames()).contains("/v1/batch", "/v1/interactions", "/v1/sources");
  }

  private static void assertProblem(Answer answer, int status, String kind) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
    assertThat(answer.json().get("type").asString()).isEqualTo("https://attune.dev/problems/" + kind);
  }

  private static byte[] gzip(String text) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return packed.toByteArray();
  }
}
