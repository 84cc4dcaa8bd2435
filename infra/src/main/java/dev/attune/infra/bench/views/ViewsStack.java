package dev.attune.infra.bench.views;

import com.sun.management.OperatingSystemMXBean;
import dev.attune.infra.bench.BenchFailedException;
import dev.attune.infra.client.Access;
import dev.attune.infra.client.Json;
import dev.attune.infra.stack.Component;
import dev.attune.infra.stack.LocalStack;
import dev.attune.infra.stack.Settings;
import dev.attune.infra.stack.StackReport;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import tools.jackson.databind.JsonNode;

/** A stack of its own for a benchmark, on free ports; gone with all data afterwards. */
final class ViewsStack implements AutoCloseable {

  /** Pages that are touched for the first time make pauses long: a service that has run for a while has touched them. */
  static final String TOUCHED = "-XX:+AlwaysPreTouch";

  /** Several generations of all views are there at once, in memory: some 4 KB for each event and generation. */
  private static final double VIEWS_PART_OF_MEMORY = 0.6;

  private static final int VIEWS_FROM_THE_START_MEGABYTES = 3_072;

  private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(5);

  private static final String JVM = "_JVM";

  private final LocalStack stack;
  private final HttpClient http = HttpClient.newHttpClient();
  private boolean closed;

  private ViewsStack(LocalStack stack) {
    this.stack = stack;
  }

  /** Starts the broker and the view store only. */
  static ViewsStack ofViews() {
    ViewsStack started = prepared();
    started.stack.up(EnumSet.of(Component.KAFKA, Component.VIEWS), StackReport.SILENT);
    return started;
  }

  /** Starts everything. */
  static ViewsStack whole() {
    ViewsStack started = prepared();
    started.stack.up(LocalStack.everything(), StackReport.SILENT);
    return started;
  }

  private static ViewsStack prepared() {
    Settings settings = Settings.fromEnvironment();
    Path folder = settings.home().resolve("bench").resolve("views-" + ProcessHandle.current().pid());
    LocalStack ports = LocalStack.of(settings);
    Map<String, String> environment = new HashMap<>();
    for (Component component : Component.values()) {
      environment.put(component.portVariable(), String.valueOf(ports.freePort()));
    }
    environment.put("ATTUNE_KAFKA_CONTROLLER_PORT", String.valueOf(ports.freePort()));
    settings.environment().forEach((variable, flags) -> {
      if (variable.startsWith("ATTUNE_") && variable.endsWith(JVM)) {
        environment.put(variable, flags);
      }
    });
    // what the user sets comes last and so wins: flags of a profiler, say
    environment.merge("ATTUNE_QUERY" + JVM, TOUCHED, (users, ours) -> ours + " " + users);
    environment.merge("ATTUNE_VIEWS" + JVM, viewsHeap(), (users, ours) -> ours + " " + users);
    ViewsStack made = new ViewsStack(
        LocalStack.of(new Settings(settings.repository(), folder, settings.binaries(), environment)));
    Runtime.getRuntime().addShutdownHook(new Thread(made::close, "end-bench-stack"));
    return made;
  }

  private static String viewsHeap() {
    OperatingSystemMXBean machine = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    long megabytes = Math.round(VIEWS_PART_OF_MEMORY * machine.getTotalMemorySize() / (1 << 20));
    return "-Xms%dm -Xmx%dm -Xmn384m %s"
        .formatted(Math.min(VIEWS_FROM_THE_START_MEGABYTES, megabytes), megabytes, TOUCHED);
  }

  void startQueries() {
    stack.start(Component.QUERY);
  }

  String kafka() {
    return stack.addresses().kafkaBootstrap();
  }

  String mongo() {
    return stack.addresses().mongoUri();
  }

  Access access() {
    return Access.to(stack);
  }

  /** What query-service answers, asked with the readers' key. */
  JsonNode get(String path) {
    return send(HttpRequest.newBuilder(URI.create(stack.addresses().queryUrl() + path))
        .header("Authorization", "Bearer " + stack.readKey()).GET());
  }

  /** What it answers to an operator. */
  JsonNode post(String path, String body) {
    return send(HttpRequest.newBuilder(URI.create(stack.addresses().queryUrl() + path))
        .header("Authorization", "Bearer " + stack.operatorKey())
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  /**
   * Waits, as long as the servers that are folded from and into are there.
   *
   * @throws BenchFailedException with what is to be done if one of them ends, or if it takes too long
   */
  void awaitFolded(int seconds, BooleanSupplier done, String otherwise) throws InterruptedException {
    long[] looked = {System.nanoTime()};
    await(seconds, () -> {
      if (System.nanoTime() - looked[0] > LOOK_NANOS) {
        looked[0] = System.nanoTime();
        if (!stack.isUp(EnumSet.of(Component.KAFKA, Component.VIEWS))) {
          throw new BenchFailedException(
              "The broker or the view store ended; out of memory? Fewer --events need less, see " + stack.settings().home());
        }
      }
      return done.getAsBoolean();
    }, otherwise);
  }

  /** Waits until every projection has folded everything up to a position. */
  void awaitAll(long head, int seconds) throws InterruptedException {
    awaitFolded(seconds, () -> {
      for (JsonNode one : get("/v1/projections")) {
        if (one.path("lag").asLong() > 0 || Long.parseLong(one.path("position").asString()) < head) {
          return false;
        }
      }
      return true;
    }, "The projections did not catch up");
  }

  static void await(int seconds, BooleanSupplier done, String otherwise) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (!done.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new BenchFailedException(otherwise + " within " + seconds + " s");
      }
      Thread.sleep(20);
    }
  }

  private JsonNode send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() / 100 != 2) {
        throw new BenchFailedException(answer.uri().getPath() + ": " + answer.statusCode() + " " + answer.body());
      }
      return Json.MAPPER.readTree(answer.body());
    } catch (IOException e) {
      throw new BenchFailedException("query-service does not answer: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchFailedException("Interrupted");
    }
  }

  /** Those that depend on what marketers define, and the profile that they are of. */
  static Set<String> ofPeople(Iterable<JsonNode> projections) {
    Set<String> names = new java.util.TreeSet<>();
    projections.forEach(one -> names.add(one.path("name").asString()));
    names.remove("totals");
    names.remove("daily");
    names.remove("timeline");
    names.remove("product");
    return names;
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      stack.refuseStarts();
      stack.close();
      stack.delete();
    }
  }
}
