package dev.attune.infra.bench.views;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import dev.attune.infra.bench.Bench;
import dev.attune.infra.bench.BenchFailedException;
import dev.attune.infra.bench.BenchRun;
import dev.attune.infra.bench.Figure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.bson.RawBsonDocument;
import tools.jackson.databind.JsonNode;

/**
 * How fast a projection is folded anew, beside what is live: from an operator's request until everything is readable in
 * the new generation. The topics are filled by the benchmark with the records that the relay would have sent; everything
 * else is as {@code ./attune up} runs it. The first generation, folded as the topic is filled, has the code compiled.
 */
public final class RebuildBench implements Bench {

  private static final int PEOPLE_ONE_IN = 20;
  private static final int ROUNDS = 3;
  private static final int ANNOUNCE_EVERY = 50_000;
  private static final int PATIENCE_SECONDS = 900;

  private final boolean full;

  private RebuildBench(boolean full) {
    this.full = full;
  }

  /** Of the profile projection, without definitions. */
  public static RebuildBench bare() {
    return new RebuildBench(false);
  }

  /** Of all projections that tell something of a person, with ten metrics, three funnels and five audiences. */
  public static RebuildBench full() {
    return new RebuildBench(true);
  }

  @Override
  public String name() {
    return full ? "rebuild-full" : "rebuild";
  }

  @Override
  public String describe() {
    return full
        ? "all projections of people folded anew, with 10 metrics, 3 funnels, 5 audiences, beside bare rivals"
        : "the profile projection folded anew, beside a bare consumer and a bare MongoDB driver";
  }

  @Override
  public List<Figure> run(BenchRun run) throws InterruptedException {
    try (ViewsStack stack = ViewsStack.ofViews(); FilledTopics topics = new FilledTopics(stack.kafka())) {
      topics.announce();
      stack.startQueries();
      long head = fill(run, topics);
      stack.awaitAll(head, PATIENCE_SECONDS);
      Set<String> names = full ? ViewsStack.ofPeople(stack.get("/v1/projections")) : Set.of("profile");
      run.terminal().line("rebuilt: " + String.join(", ", names));
      double[] rates = new double[ROUNDS];
      double[] bare = new double[ROUNDS];
      Map<String, Integer> generations = new LinkedHashMap<>();
      for (int round = 0; round < ROUNDS; round++) {
        long nanos = rebuild(stack, names, head, generations, run, round);
        rates[round] = head * 1e9 / nanos;
        BareProcess.Done consumed =
            BareProcess.run("consume", stack.kafka(), String.valueOf(FilledTopics.PARTITIONS));
        bare[round] = consumed.perSecond();
        run.samples().add("consume", round, consumed.nanos());
        run.terminal().line("round %d: %,.0f events/s, bare consumer %,.0f events/s".formatted(
            round + 1, rates[round], bare[round]));
      }
      return figures(run, head, median(rates), median(bare), sizes(stack.mongo(), generations), stack);
    }
  }

  private long fill(BenchRun run, FilledTopics topics) {
    if (full) {
      ShopInsights.all().forEach(definition ->
          topics.happens(new UUID(0xdef, definition.hashCode()), definition, Instant.EPOCH, Instant.EPOCH));
    }
    int people = run.events() / PEOPLE_ONE_IN;
    int[] told = {0};
    new ShopHistory(run.events(), people, run.seed()).tell((person, one) -> {
      topics.happens(one.stream(), one.event(), one.occurredAt(), one.recordedAt());
      if (++told[0] % ANNOUNCE_EVERY == 0) {
        topics.announce();
      }
    });
    long head = topics.announce();
    run.terminal().line("%,d events of %,d profiles in %d partitions, %,d bytes each".formatted(
        head, people, FilledTopics.PARTITIONS, topics.bytes() / head));
    return head;
  }

  /** Nanoseconds from the first request until the last of them has folded everything. */
  private static long rebuild(
      ViewsStack stack, Set<String> names, long head, Map<String, Integer> generations, BenchRun run, int round)
      throws InterruptedException {
    long begin = System.nanoTime();
    for (String name : names) {
      JsonNode begun = stack.post("/v1/projections/" + name + "/rebuilds", "{}");
      generations.put(name, begun.path("generation").asInt());
    }
    Set<String> left = new TreeSet<>(names);
    stack.awaitFolded(PATIENCE_SECONDS, () -> {
      left.removeIf(name -> {
        JsonNode now = stack.get("/v1/projections/" + name + "/rebuilds/" + generations.get(name));
        boolean done = Long.parseLong(now.path("position").asString()) >= head;
        if (done) {
          run.samples().add("rebuild_" + name, round, System.nanoTime() - begin);
        }
        return done;
      });
      return left.isEmpty();
    }, "The rebuild was not done");
    long nanos = System.nanoTime() - begin;
    for (String name : names) {
      settle(stack, name, generations.getOrDefault(name, 0));
    }
    return nanos;
  }

  /** Waits until it is live, and retires the one before: three generations at once are too much for memory. */
  static void settle(ViewsStack stack, String name, int generation) throws InterruptedException {
    String path = "/v1/projections/" + name + "/rebuilds";
    ViewsStack.await(60, () -> {
      JsonNode now = stack.get(path + "/" + generation);
      if (now.path("stage").asString().equals("BUILDING") && !now.path("gate").isNull()
          && now.path("gate").path("passed").isBoolean() && !now.path("gate").path("passed").asBoolean()) {
        throw new BenchFailedException("The gate did not let " + name + " pass: " + now.path("gate"));
      }
      return now.path("stage").asString().equals("LIVE");
    }, name + " was not live");
    for (JsonNode one : stack.get(path)) {
      if (one.path("stage").asString().equals("STANDBY")) {
        stack.post(path + "/" + one.path("generation").asInt() + ":retire", "{}");
      }
    }
  }

  private List<Figure> figures(
      BenchRun run, long head, double rate, double bare, List<String> sizes, ViewsStack stack)
      throws InterruptedException {
    List<String> arguments = new ArrayList<>(List.of("write", stack.mongo()));
    arguments.addAll(sizes);
    BareProcess.Done written = BareProcess.run(arguments.toArray(String[]::new));
    run.samples().add("write", 0, written.nanos());
    run.terminal().line("documents x mean bytes, by collection: " + String.join(", ", sizes));
    return List.of(
        Figure.of("attune", "events_per_second", rate),
        Figure.of("attune", "documents", written.count()),
        Figure.of("attune", "documents_per_second", written.count() * rate / head),
        Figure.of("attune", "of_bare_consumer", rate / bare),
        Figure.of("bare_consumer", "events_per_second", bare),
        Figure.of("bare_driver", "documents", written.count()),
        Figure.of("bare_driver", "documents_per_second", written.perSecond()),
        Figure.of("bare_driver", "events_per_second", head * 1e9 / written.nanos()));
  }

  /** How many documents each collection of the generations has, and how many bytes they have in the mean. */
  private static List<String> sizes(String mongo, Map<String, Integer> generations) {
    List<String> sizes = new ArrayList<>();
    try (MongoClient client = MongoClients.create(mongo)) {
      MongoDatabase database = client.getDatabase("attune");
      for (String collection : database.listCollectionNames()) {
        boolean counts = generations.entrySet().stream()
            .anyMatch(one -> collection.contains("_" + one.getKey() + "_" + one.getValue() + "_"));
        if (counts) {
          long[] seen = {0, 0};
          database.getCollection(collection, RawBsonDocument.class).find().batchSize(500).forEach(document -> {
            seen[0]++;
            seen[1] += document.getByteBuffer().remaining();
          });
          if (seen[0] > 0) {
            sizes.add(seen[0] + "x" + seen[1] / seen[0]);
          }
        }
      }
    }
    return sizes;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
