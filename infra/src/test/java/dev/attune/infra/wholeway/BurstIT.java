package dev.attune.infra.wholeway;

import dev.attune.infra.client.Access;
import dev.attune.infra.client.CommandApi;
import dev.attune.infra.client.Patience;
import dev.attune.infra.stack.LocalStack;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

import static dev.attune.infra.wholeway.Caller.json;
import static org.assertj.core.api.Assertions.assertThat;

/** Three product views of a person within a moment are three at the very next read, each of fifty times. */
class BurstIT {

  private static final int TIMES = 50;
  private static final String METRIC = "burst-views";
  private static final String DEFINITIONS = """
      metrics:
        burst-views: {title: Views in a minute, of: product_view, window: 60s}
      """;

  private static Caller caller;

  private final String run = UUID.randomUUID().toString().substring(0, 8);

  @BeforeAll
  static void define_a_metric() throws InterruptedException {
    LocalStack stack = WholeStack.up();
    try (CommandApi api = new CommandApi(Access.to(stack), Patience.NORMAL)) {
      String key = api.addSource("burst-" + UUID.randomUUID().toString().substring(0, 8)).orElseThrow();
      api.applyDefinitions(DEFINITIONS);
      caller = new Caller(stack, key);
    }
    String id = profile("warm", posted("warm", 1)).path("id").asString();
    long deadline = System.nanoTime() + 60_000_000_000L;
    while (metric(id, "0").path("key").isMissingNode()) {
      assertThat(System.nanoTime()).as("the metric is folded").isLessThan(deadline);
      Thread.sleep(100);
    }
  }

  @Test
  void in_one_batch() throws Exception {
    assertCounted("batch", person -> posted(person, 1, 2, 3));
  }

  @Test
  void in_parallel() throws Exception {
    try (ExecutorService together = Executors.newVirtualThreadPerTaskExecutor()) {
      assertCounted("parallel", person -> {
        List<Callable<Long>> posts = List.of(() -> posted(person, 1), () -> posted(person, 2), () -> posted(person, 3));
        long last = 0;
        for (Future<Long> one : invoked(together, posts)) {
          last = Math.max(last, one.resultNow());
        }
        return last;
      });
    }
  }

  @Test
  void ten_milliseconds_apart() throws Exception {
    assertCounted("apart", person -> {
      posted(person, 1);
      pause();
      posted(person, 2);
      pause();
      return posted(person, 3);
    });
  }

  /**
   * @param burst has a person look at three products, and answers the position to read from
   */
  private void assertCounted(String kind, Function<String, Long> burst) {
    for (int time = 0; time < TIMES; time++) {
      String person = "%s-%s-%d".formatted(kind, run, time);
      long position = burst.apply(person);
      JsonNode profile = profile(person, position);
      assertThat(profile.path("counts").path("product_view").asLong()).as("%s: %s", person, profile).isEqualTo(3);
      JsonNode metric = metric(profile.path("id").asString(), Long.toString(position));
      assertThat(metric.path("value").asLong()).as("%s: %s", person, metric).isEqualTo(3);
    }
  }

  private static List<Future<Long>> invoked(ExecutorService together, List<Callable<Long>> posts) {
    try {
      return together.invokeAll(posts);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(10);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static long posted(String person, int... views) {
    StringBuilder interactions = new StringBuilder();
    for (int view : views) {
      interactions.append(interactions.isEmpty() ? "" : ",").append("""
          {"messageId":"%s-%d","identities":{"user":"%s"},"name":"product_view","properties":{"product_id":"p-%d"}}"""
          .formatted(person, view, person, view));
    }
    HttpResponse<String> answer = caller.post("/v1/interactions", "{\"interactions\":[" + interactions + "]}");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(json(answer).path("results").findValuesAsString("outcome")).hasSize(views.length).containsOnly("accepted");
    return Long.parseLong(answer.headers().firstValue("Attune-Position").orElseThrow());
  }

  private static JsonNode profile(String person, long position) {
    return ok("/v1/profiles/by-identity/user/" + person + "?min-position=" + position);
  }

  private static JsonNode metric(String id, String position) {
    for (JsonNode one : ok("/v1/profiles/" + id + "/metrics?min-position=" + position).path("metrics")) {
      if (one.path("key").asString("").equals(METRIC)) {
        return one;
      }
    }
    return MissingNode.getInstance();
  }

  private static JsonNode ok(String path) {
    HttpResponse<String> answer = caller.get(path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return json(answer);
  }
}
