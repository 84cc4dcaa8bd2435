package dev.attune.infra.bench.views;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import dev.attune.infra.bench.Bench;
import dev.attune.infra.bench.BenchFailedException;
import dev.attune.infra.bench.BenchRun;
import dev.attune.infra.bench.Figure;
import dev.attune.infra.client.Access;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Profiles by id over HTTP at a held rate, beside the same HTTP server that only reads the document with the driver. */
public final class ProfileReadBench implements Bench {

  private static final int RATE = 2_000;
  private static final int EVENTS = 100_000;
  private static final int PEOPLE = 5_000;
  private static final int ROUNDS = 3;

  /** Until the hot code is compiled: the compiler takes a third of a processor until then. */
  private static final int WARM_UP_SECONDS = 60;

  @Override
  public String name() {
    return "profile-read";
  }

  @Override
  public String describe() {
    return "2,000 profiles by id a second over HTTP, beside a bare driver behind the same HTTP server";
  }

  @Override
  public List<Figure> run(BenchRun run) throws InterruptedException {
    try (ViewsStack stack = ViewsStack.ofViews(); FilledTopics topics = new FilledTopics(stack.kafka())) {
      topics.announce();
      stack.startQueries();
      new ShopHistory(EVENTS, PEOPLE, run.seed()).tell((person, one) ->
          topics.happens(one.stream(), one.event(), one.occurredAt(), one.recordedAt()));
      stack.awaitAll(topics.announce(), 300);
      return measure(run, stack);
    }
  }

  private static List<Figure> measure(BenchRun run, ViewsStack stack) throws InterruptedException {
    Access access = stack.access();
    Path folder = access.home().resolve("tomcat");
    try {
      Process bare = BareProcess.serving(BareHttp.class, stack.mongo(), collection(stack.mongo()), folder.toString());
      try (BufferedReader lines = bare.inputReader(StandardCharsets.UTF_8)) {
        int port = Integer.parseInt(String.valueOf(lines.readLine()));
        Reading ours = new Reading(URI.create(access.queries() + "/v1/profiles/"), access.readKey(), PEOPLE);
        Reading rival = new Reading(URI.create("http://127.0.0.1:" + port + "/"), "", PEOPLE);
        ours.run(RATE, WARM_UP_SECONDS);
        rival.run(RATE, WARM_UP_SECONDS);
        int seconds = Math.max(1, run.seconds() / ROUNDS);
        List<long[]> attune = new ArrayList<>();
        List<long[]> driver = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
          attune.add(keep(run, "attune", ours.run(RATE, seconds)));
          driver.add(keep(run, "bare_driver", rival.run(RATE, seconds)));
        }
        List<Figure> figures = new ArrayList<>(figures("attune", attune));
        figures.addAll(figures("bare_driver", driver));
        return figures;
      } finally {
        bare.destroyForcibly();
      }
    } catch (IOException e) {
      throw new BenchFailedException("The bare server cannot be started: " + e);
    }
  }

  private static long[] keep(BenchRun run, String subject, long[] nanos) {
    for (int i = 0; i < nanos.length; i++) {
      run.samples().add(subject, i * 1_000_000_000L / RATE, nanos[i]);
    }
    return nanos;
  }

  private static List<Figure> figures(String subject, List<long[]> rounds) {
    long[] all = rounds.stream().flatMapToLong(Arrays::stream).sorted().toArray();
    return List.of(
        Figure.of(subject, "count", all.length),
        Figure.of(subject, "p50_ms", at(all, 0.5)),
        Figure.of(subject, "p99_ms", at(all, 0.99)),
        Figure.of(subject, "p999_ms", at(all, 0.999)));
  }

  private static double at(long[] sorted, double share) {
    return sorted[(int) Math.min(sorted.length - 1, Math.ceil(share * sorted.length))] / 1e6;
  }

  private static String collection(String mongo) {
    try (MongoClient client = MongoClients.create(mongo)) {
      for (String name : client.getDatabase("attune").listCollectionNames()) {
        if (name.startsWith("profile_profile_1_")) {
          return name;
        }
      }
    }
    throw new BenchFailedException("There is no collection of profiles");
  }
}
