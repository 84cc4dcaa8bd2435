package dev.attune.query;

import dev.attune.query.fixture.Town;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static dev.attune.query.fixture.Town.eventually;
import static org.assertj.core.api.Assertions.assertThat;

/** Rebuilds over HTTP, on a real broker and an in-memory view store. */
class RebuildApiIT {

  private static final String READ = "the-read-key";
  private static final String OPERATE = "the-operators-key";
  private static final String REBUILDS = "/v1/projections/profile/rebuilds";

  private static Town town;
  private static ConfigurableApplicationContext service;
  private static HttpClient client;

  @BeforeAll
  static void start() throws Exception {
    town = new Town();
    client = HttpClient.newHttpClient();
    town.happen(1_000);
    town.announce();
    service =
        SpringApplication.run(
            QueryServiceApplication.class,
            "--server.port=0",
            "--attune.kafka.bootstrap=" + town.bootstrap(),
            "--spring.mongodb.uri=" + town.memory().uri(),
            "--attune.rebuild.grace=1s",
            "--attune.read-key=" + READ,
            "--attune.operator-key=" + OPERATE);
    eventually(() -> status("GET", "/actuator/health/readiness", READ) == 200);
  }

  @AfterAll
  static void stop() {
    service.close();
    town.close();
  }

  private static HttpResponse<String> send(String method, String path, String key, String body) {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + service.getEnvironment().getProperty("local.server.port") + path))
            .header("Authorization", "Bearer " + key)
            .header("Content-Type", "application/json")
            .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .build();
    try {
      return client.send(request, BodyHandlers.ofString());
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static int status(String method, String path, String key) {
    return send(method, path, key, "").statusCode();
  }

  private static JsonNode json(HttpResponse<String> response) {
    return JsonMapper.shared().readTree(response.body());
  }

  private static JsonNode rebuild(int generation) {
    return json(send("GET", REBUILDS + "/" + generation, READ, ""));
  }

  private static String stage(int generation) {
    return rebuild(generation).path("stage").asString("");
  }

  @Test
  void an_operator_rebuilds_switches_goes_back_and_retires_while_every_read_is_answered() throws Exception {
    AtomicBoolean enough = new AtomicBoolean();
    List<String> failures = Collections.synchronizedList(new ArrayList<>());
    Set<String> generations = Collections.synchronizedSet(new TreeSet<>());
    Thread reader = Thread.ofVirtual().start(() -> read(enough, failures, generations));

    HttpResponse<String> begun = send("POST", REBUILDS, OPERATE, "{\"throttle\": 200, \"switch\": \"manual\"}");
    assertThat(begun.statusCode()).as(begun.body()).isEqualTo(201);
    assertThat(begun.headers().firstValue("Location")).hasValue(REBUILDS + "/2");
    assertThat(json(begun).path("stage").asString()).isEqualTo("BUILDING");
    assertThat(send("POST", REBUILDS, OPERATE, "").statusCode()).isEqualTo(409);
    eventually(() -> rebuild(2).path("done").asLong(0) > 0);
    assertThat(rebuild(2).path("total").asLong(0)).isEqualTo(1_000);
    assertThat(json(send("POST", REBUILDS + "/2:pause", OPERATE, "")).path("paused").asBoolean()).isTrue();
    assertThat(json(send("POST", REBUILDS + "/2:resume", OPERATE, "")).path("paused").asBoolean()).isFalse();
    assertThat(json(send("POST", REBUILDS + "/2:throttle", OPERATE, "{\"throttle\": 0}")).path("throttle").asInt()).isZero();
    eventually(() -> stage(2).equals("READY"));
    assertThat(rebuild(2).path("gate").path("passed").asBoolean()).isTrue();
    assertThat(json(send("POST", REBUILDS + "/2:switch", OPERATE, "")).path("stage").asString()).isEqualTo("LIVE");
    eventually(() -> rebuild(2).path("answering").asBoolean());
    assertThat(json(send("POST", REBUILDS + "/1:back", OPERATE, "")).path("stage").asString()).isEqualTo("LIVE");
    assertThat(json(send("POST", REBUILDS + "/2:back", OPERATE, "")).path("stage").asString()).isEqualTo("LIVE");
    assertThat(json(send("POST", REBUILDS + "/1:retire", OPERATE, "")).path("stage").asString()).isEqualTo("RETIRED");
    Thread.sleep(1_500);
    enough.set(true);
    reader.join();

    assertThat(failures).isEmpty();
    assertThat(generations).contains("profile_v1", "profile_v2");
    assertThat(json(send("GET", REBUILDS, READ, ""))).hasSize(2);
    assertThat(send("POST", REBUILDS + "/1:back", OPERATE, "").statusCode()).isEqualTo(409);
  }

  /** Every answer is of one generation: the entity tag and the header name the same. */
  private static void read(AtomicBoolean enough, List<String> failures, Set<String> generations) {
    for (int i = 0; !enough.get(); i++) {
      HttpResponse<String> answer =
          send("GET", "/v1/profiles/" + town.people().get(i % town.people().size()), READ, "");
      String projection = answer.headers().firstValue("X-Attune-Projection").orElse("none@");
      String named = projection.substring(0, projection.indexOf('@'));
      String tag = answer.headers().firstValue("ETag").orElse("\"\"");
      if (answer.statusCode() != 200 || !tag.startsWith("\"" + named.replace("profile_v", "") + "-")) {
        failures.add(answer.statusCode() + " " + projection + " " + tag);
      }
      generations.add(named);
    }
  }

  @Test
  void only_the_operators_key_changes_projections_and_it_reads_nothing_else() {
    assertThat(status("POST", REBUILDS, READ)).isEqualTo(401);
    assertThat(status("POST", REBUILDS + "/1:retire", READ)).isEqualTo(401);
    assertThat(status("POST", "/v1/projections/profile/parked/x/retry", "wrong")).isEqualTo(401);
    assertThat(json(send("POST", REBUILDS, READ, "")).path("detail").asString()).contains("ATTUNE_OPERATOR_KEY");
    assertThat(status("GET", REBUILDS, OPERATE)).isEqualTo(200);
    assertThat(status("GET", "/v1/projections", OPERATE)).isEqualTo(200);
    assertThat(status("GET", "/v1/profiles/" + town.people().getFirst(), OPERATE)).isEqualTo(401);
  }

  @Test
  void what_is_not_there_or_not_allowed_is_a_problem() {
    assertThat(status("GET", "/v1/projections/nothing/rebuilds", READ)).isEqualTo(404);
    assertThat(status("GET", REBUILDS + "/99", READ)).isEqualTo(404);
    assertThat(status("POST", REBUILDS + "/99:cancel", OPERATE)).isEqualTo(404);
    assertThat(status("POST", REBUILDS + "/1:explode", OPERATE)).isEqualTo(404);
    assertThat(status("POST", "/v1/projections/totals/rebuilds/1:cancel", OPERATE)).isEqualTo(409);
    assertThat(send("POST", REBUILDS, OPERATE, "{\"switch\": \"perhaps\"}").statusCode()).isEqualTo(400);
    assertThat(send("POST", REBUILDS, OPERATE, "{\"throttle\": -1}").statusCode()).isEqualTo(400);
    assertThat(send("GET", "/v1/projections/profile/parked", READ, "").body()).isEqualTo("[]");
    assertThat(status("POST", "/v1/projections/profile/parked/nobody/retry", OPERATE)).isEqualTo(404);
  }

  @Test
  void the_api_and_the_metrics_describe_rebuilds() {
    assertThat(json(send("GET", "/v3/api-docs", READ, "")).path("paths").propertyNames())
        .contains("/v1/projections/{name}/rebuilds", "/v1/projections/{name}/parked/{key}/retry");
    assertThat(send("GET", "/actuator/prometheus", READ, "").body())
        .contains("attune_projection_parked{")
        .contains("attune_projection_generation{")
        .contains("attune_projection_generations{")
        .contains("attune_projection_building_percent{");
  }
}
