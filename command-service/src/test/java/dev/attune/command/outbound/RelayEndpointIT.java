package dev.attune.command.outbound;

import dev.attune.command.RunningService;
import dev.attune.command.RunningService.Answer;
import dev.attune.contracts.wire.Topics;
import dev.attune.eventstore.TestDatabase;
import dev.attune.eventstore.read.EventReader;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Copies and comparisons as the administrator asks for them. */
class RelayEndpointIT {

  private static final String PATH = "/v1/relay/copies";
  private static final String CHECKS = "/v1/relay/checks";
  private static final String[] ADMIN = {
    "Authorization", "Bearer " + RunningService.ADMIN_KEY, "Content-Type", "application/json"
  };

  private static TestBroker broker;
  private static TestDatabase database;
  private static RunningService service;

  @BeforeAll
  static void start() {
    broker = TestBroker.start();
    database = TestDatabase.empty();
    service =
        RunningService.on(
            database, Map.of("attune.kafka.bootstrap", broker.bootstrap(), "attune.relay.partitions", "4"));
    service.addSource("shop");
    service.addSource("app");
  }

  @AfterAll
  static void stop() {
    service.close();
    database.close();
    broker.close();
  }

  @Test
  void a_copy_is_asked_for_and_followed_until_it_is_done() throws Exception {
    long head = service.bean(EventReader.class).head();
    Answer asked = service.post(PATH, "{\"topic\":\"c.1\",\"partitions\":3}", ADMIN);
    assertThat(asked.status()).as(asked.body()).isEqualTo(202);
    assertThat(asked.json().get("target").asLong()).isEqualTo(head);
    long deadline = System.nanoTime() + 30_000_000_000L;
    Answer now = service.get(PATH + "/c.1", ADMIN);
    while (!now.json().get("state").asString().equals("DONE")) {
      assertThat(System.nanoTime()).as(now.body()).isLessThan(deadline);
      Thread.sleep(20);
      now = service.get(PATH + "/c.1", ADMIN);
    }
    assertThat(now.json().get("position").asLong()).isEqualTo(head);
    assertThat(now.json().get("partitions").asInt()).isEqualTo(3);
    assertThat(Consumed.of(broker, "c.1", 3).positions()).hasSize(Math.toIntExact(head));
    assertThat(service.get(PATH, ADMIN).json().get("copies").get(0).get("topic").asString()).isEqualTo("c.1");
  }

  @Test
  void without_a_number_of_partitions_it_has_those_of_the_event_topic() {
    Answer asked = service.post(PATH, "{\"topic\":\"c.2\"}", ADMIN);
    assertThat(asked.json().get("partitions").asInt()).isEqualTo(4);
  }

  @Test
  void a_comparison_is_asked_for_and_followed_until_it_is_done() throws Exception {
    assertProblem(service.get(CHECKS, ADMIN), 404, "relay-check");
    assertProblem(service.post(CHECKS, "{}", "Content-Type", "application/json"), 401, "admin-key");
    long head = service.bean(EventReader.class).head();
    Answer asked = service.post(CHECKS, "{}", ADMIN);
    assertThat(asked.status()).as(asked.body()).isEqualTo(202);
    assertThat(asked.json().get("target").asLong()).isEqualTo(head);
    long deadline = System.nanoTime() + 30_000_000_000L;
    Answer now = service.get(CHECKS, ADMIN);
    while (now.json().get("state").asString().equals("CHECKING")) {
      assertThat(System.nanoTime()).as(now.body()).isLessThan(deadline);
      Thread.sleep(20);
      now = service.get(CHECKS, ADMIN);
    }
    assertThat(now.json().get("state").asString()).as(now.body()).isEqualTo("DONE");
    assertThat(now.json().get("position").asLong()).isEqualTo(head);
    assertThat(now.json().get("compared").asLong()).isGreaterThanOrEqualTo(head);
    assertThat(now.json().get("differing").asLong()).as(now.body()).isZero();
    assertThat(service.get("/v3/api-docs").json().get("paths").propertyNames()).contains(CHECKS);
  }

  @Test
  void what_cannot_be_done_is_explained() {
    assertProblem(service.post(PATH, "{\"topic\":\"x\"}", "Content-Type", "application/json"), 401, "admin-key");
    assertProblem(service.post(PATH, "{\"topic\":\"" + Topics.EVENTS + "\"}", ADMIN), 409, "relay-topic");
    assertProblem(service.post(PATH, "{\"topic\":\"..\"}", ADMIN), 422, "relay-copy-request");
    assertProblem(service.post(PATH, "{}", ADMIN), 422, "relay-copy-request");
    assertProblem(service.post(PATH, "{\"topic\":\"x\",\"partitions\":0}", ADMIN), 422, "relay-copy-request");
    assertProblem(service.get(PATH + "/unknown", ADMIN), 404, "relay-copy");
    assertThat(service.get("/v3/api-docs").json().get("paths").propertyNames()).contains(PATH, PATH + "/{topic}");
  }

  private static void assertProblem(Answer answer, int status, String kind) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.json().get("type").asString()).isEqualTo("https://attune.dev/problems/" + kind);
  }
}
