package dev.attune.infra.wholeway;

import com.segment.analytics.Analytics;
import com.segment.analytics.messages.IdentifyMessage;
import com.segment.analytics.messages.TrackMessage;
import dev.attune.infra.client.Access;
import dev.attune.infra.client.CommandApi;
import dev.attune.infra.client.Patience;
import dev.attune.infra.stack.Component;
import dev.attune.infra.stack.LocalStack;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static dev.attune.infra.wholeway.Caller.json;
import static org.assertj.core.api.Assertions.assertThat;

class WholeWayIT {

  private static final String DEFINITIONS = """
      policy: {offersPerSession: 3}
      placements:
        whole-way-hero: {fallback: {title: Welcome}}
      offers:
        whole-way-keen:
          placements: [whole-way-hero]
          priority: 50
          eligibility: "'product_view' in profile.counts && profile.counts['product_view'] >= 2"
          content: {title: Ten off, discount: 10.50}
      """;

  private static LocalStack stack;
  private static Caller caller;
  private static String writeKey;

  private final String run = UUID.randomUUID().toString().substring(0, 8);

  @BeforeAll
  static void start_everything_and_publish_an_offer() {
    stack = WholeStack.up();
    try (CommandApi api = new CommandApi(Access.to(stack), Patience.NORMAL)) {
      writeKey = api.addSource("whole-way-" + UUID.randomUUID().toString().substring(0, 8)).orElseThrow();
      api.applyDefinitions(DEFINITIONS);
    }
    caller = new Caller(stack, writeKey);
  }

  @Test
  void what_the_unmodified_segment_client_delivers_is_read_back() throws Exception {
    String device = "device-" + run;
    String user = "user-" + run;
    String tracked = UUID.randomUUID().toString();
    String identified = UUID.randomUUID().toString();
    List<String> batched = List.of(UUID.randomUUID().toString(), UUID.randomUUID().toString());
    Deliveries deliveries = new Deliveries();
    Analytics client = client(deliveries);

    client.enqueue(TrackMessage.builder("Product Viewed").messageId(tracked).anonymousId(device)
        .properties(Map.of("product_id", "p-1", "category", "shoes")));
    client.flush();
    deliveries.await(1);
    client.enqueue(IdentifyMessage.builder().messageId(identified).anonymousId(device).userId(user)
        .traits(Map.of("plan", "gold", "points", 17)));
    client.flush();
    deliveries.await(2);
    client.enqueue(TrackMessage.builder("Product Added").messageId(batched.get(0)).userId(user)
        .properties(Map.of("product_id", "p-1")));
    client.enqueue(TrackMessage.builder("Order Completed").messageId(batched.get(1)).userId(user)
        .properties(Map.of("revenue", 19.99, "currency", "EUR")));
    client.flush();
    deliveries.await(4);
    client.shutdown();

    String position = positionAfterAll(user);
    JsonNode profile = ok(profilePath("user", user) + "?min-position=" + position);
    JsonNode byDevice = ok(profilePath("anonymous", device) + "?min-position=" + position);
    assertThat(byDevice.path("id")).as("the device and the user are one profile").isEqualTo(profile.path("id"));
    assertThat(byDevice.path("version")).isEqualTo(profile.path("version"));
    assertThat(byDevice.path("counts")).isEqualTo(profile.path("counts"));
    assertThat(profile.path("traits").path("plan").asString()).isEqualTo("gold");
    assertThat(profile.path("traits").path("points").asInt()).isEqualTo(17);
    assertThat(counts(profile))
        .containsEntry("product_view", 1L).containsEntry("add_to_cart", 1L).containsEntry("purchase", 1L);
    assertThat(profile.path("spent").path("EUR").decimalValue()).isEqualByComparingTo("19.99");
    assertThat(profile.path("products").get(0).path("id").asString()).isEqualTo("p-1");

    JsonNode timeline = ok("/v1/profiles/" + profile.path("id").asString() + "/timeline?min-position=" + position);
    assertThat(timeline.path("entries").valueStream().filter(entry -> entry.path("messageId").isString())
        .map(entry -> entry.path("messageId").asString()))
        .startsWith("mark-" + run)
        .containsExactlyInAnyOrder("mark-" + run, batched.get(1), batched.get(0), identified, tracked);
  }

  @Test
  void the_next_offer_depends_on_what_was_tracked_and_can_be_explained() {
    view(1);
    JsonNode early = decided("early-" + run);
    assertThat(early.path("proposition").path("fallback").asBoolean()).isTrue();
    assertThat(early.path("heldBack").get(0).path("gate").asString()).isEqualTo("ineligible");

    view(2);
    JsonNode keen = decided("keen-" + run);
    assertThat(keen.path("proposition").path("offer").asString()).isEqualTo("whole-way-keen");
    assertThat(keen.path("proposition").path("content").path("title").asString()).isEqualTo("Ten off");

    for (JsonNode decision : List.of(early, keen)) {
      JsonNode explanation =
          ok(decision.path("explanation").asString() + "?min-position=" + decision.path("position").asString());
      assertThat(explanation.path("digest").path("identical").asBoolean()).isTrue();
      assertThat(explanation.path("digest").path("stored").asString()).isNotEmpty();
      assertThat(explanation.path("proposition").path("propositionId"))
          .isEqualTo(decision.path("proposition").path("propositionId"));
    }
  }

  @Test
  void a_profile_that_has_not_changed_is_not_sent_again() {
    String position = view(1);
    String path = profilePath("user", "viewer-" + run);
    HttpResponse<String> first = caller.get(path + "?min-position=" + position);
    String tag = first.headers().firstValue("ETag").orElseThrow();

    HttpResponse<String> second = caller.get(path, "If-None-Match", tag);
    assertThat(second.statusCode()).isEqualTo(304);
    assertThat(second.body()).isEmpty();

    String later = view(2);
    HttpResponse<String> third = caller.get(path + "?min-position=" + later, "If-None-Match", tag);
    assertThat(third.statusCode()).isEqualTo(200);
    assertThat(third.headers().firstValue("ETag")).hasValueSatisfying(now -> assertThat(now).isNotEqualTo(tag));
  }

  @Test
  void nobody_is_a_problem_detail() {
    HttpResponse<String> nobody = caller.get(profilePath("user", "nobody-" + run));
    assertThat(nobody.statusCode()).isEqualTo(404);
    assertThat(nobody.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(json(nobody).path("type").asString()).isEqualTo("https://attune.dev/problems/not-found");
    assertThat(json(nobody).path("detail").asString()).contains("nobody-" + run);
  }

  @Test
  void a_repeated_request_gets_the_same_bytes_also_after_the_service_was_killed() {
    view(1);
    view(2);
    String body = decisionBody("repeated-" + run);
    HttpResponse<String> first = caller.post("/v1/decisions", body);
    assertThat(first.statusCode()).isEqualTo(200);
    assertThat(caller.post("/v1/decisions", body).body()).isEqualTo(first.body());

    stack.kill(Component.COMMAND);
    stack.start(Component.COMMAND);

    HttpResponse<String> afterwards = caller.post("/v1/decisions", body);
    assertThat(afterwards.statusCode()).isEqualTo(200);
    assertThat(afterwards.body()).isEqualTo(first.body());
    assertThat(afterwards.headers().firstValue("Attune-Position"))
        .isEqualTo(first.headers().firstValue("Attune-Position"));
  }

  private static Analytics client(Deliveries deliveries) {
    return Analytics.builder(writeKey)
        .endpoint(stack.addresses().commandUrl())
        .flushQueueSize(100)
        .flushInterval(30, TimeUnit.SECONDS)
        .callback(deliveries)
        .build();
  }

  /** Segment's client keeps the position to itself; what is stored behind everything else has a later one. */
  private String positionAfterAll(String user) {
    return stored("mark-" + run, user, "mark");
  }

  private String view(int number) {
    return stored("view-%s-%d".formatted(run, number), "viewer-" + run, "product_view");
  }

  private static String stored(String messageId, String user, String name) {
    HttpResponse<String> answer = caller.post("/v1/interactions", """
        {"interactions":[{"messageId":"%s","identities":{"user":"%s"},"name":"%s"}]}"""
        .formatted(messageId, user, name));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(json(answer).path("results").get(0).path("outcome").asString()).isEqualTo("accepted");
    return answer.headers().firstValue("Attune-Position").orElseThrow();
  }

  private JsonNode decided(String requestId) {
    HttpResponse<String> answer = caller.post("/v1/decisions", decisionBody(requestId));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return json(answer);
  }

  private String decisionBody(String requestId) {
    return """
        {"requestId":"%s","identities":{"user":"viewer-%s"},"placement":"whole-way-hero","session":"session-%s",
         "context":{"channel":"web"}}""".formatted(requestId, run, run);
  }

  private static JsonNode ok(String path) {
    HttpResponse<String> answer = caller.get(path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return json(answer);
  }

  private static Map<String, Long> counts(JsonNode profile) {
    Map<String, Long> counts = new TreeMap<>();
    profile.path("counts").properties().forEach(one -> counts.put(one.getKey(), one.getValue().asLong()));
    return counts;
  }

  private static String profilePath(String namespace, String value) {
    return "/v1/profiles/by-identity/" + namespace + "/" + value;
  }
}
