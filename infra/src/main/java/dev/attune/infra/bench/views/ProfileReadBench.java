package dev.attune.infra.bench.views;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import dev.attune.infra.bench.Bench;
import dev.attune.infra.bench.BenchFailedException;
import dev.attune.infra.bench.BenchRun;
import dev.attune.infra.bench.Figure;
import dev.attune.infra.bench.Latencies;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Profiles by id over HTTP at a held rate, beside the same HTTP server that only reads the document with the driver. */
public final class ProfileReadBench implements Bench {

  private static final int RATE = 2_000;
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
      return measure(run, stack, Reading.ofProfiles(stack, topics, run.seed()));
    }
  }

  private static List<Figure> measure(BenchRun run, ViewsStack stack, Reading ours) throws InterruptedException {
    Path folder = stack.access().home().resolve("tomcat");
    try {
      Process bare = BareProcess.serving(BareHttp.class, stack.mongo(), collection(stack.mongo()), folder.toString());
      try (BufferedReader lines = bare.inputReader(StandardCharsets.UTF_8)) {
        int port = Integer.parseInt(String.valueOf(lines.readLine()));
        Reading rival = new Reading(URI.create("http://127.0.0.1:" + port + "/"), "", Reading.PEOPLE);
        ours.run(RATE, WARM_UP_SECONDS);
        rival.run(RATE, WARM_UP_SECONDS);
        int seconds = Math.max(1, run.seconds() / ROUNDS);
        Latencies attune = new Latencies("attune", run.samples());
        Latencies driver = new Latencies("bare_driver", run.samples());
        for (int round = 0; round < ROUNDS; round++) {
          ours.run(RATE, seconds, attune);
          rival.run(RATE, seconds, driver);
        }
        List<Figure> figures = new ArrayList<>(attune.figures("attune"));
        figures.addAll(driver.figures("bare_driver"));
        return figures;
      } finally {
        bare.destroyForcibly();
      }
    } catch (IOException e) {
      throw new BenchFailedException("The bare server cannot be started: " + e);
    }
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
