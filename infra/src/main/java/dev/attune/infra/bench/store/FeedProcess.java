package dev.attune.infra.bench.store;

import dev.attune.infra.bench.BenchFailedException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A {@link FeedReader} in a process of its own, and what it has printed so far. */
final class FeedProcess implements AutoCloseable {

  private static final int READY_SECONDS = 30;
  private static final int SEEN_SECONDS = 20;

  private final Process process;
  private final Map<UUID, Long> seen = new ConcurrentHashMap<>();
  private final CountDownLatch ready = new CountDownLatch(1);

  private FeedProcess(Process process) {
    this.process = process;
    Thread.ofPlatform().daemon().name("feed-output").start(this::read);
  }

  static FeedProcess start(BenchServer server, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(List.of("-Xmx128m", "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path")));
    command.add(FeedReader.class.getName());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    server.reachable(builder.environment());
    try {
      return new FeedProcess(builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        int space = line.indexOf(' ');
        if (space < 0) {
          ready.countDown();
        } else {
          seen.putIfAbsent(UUID.fromString(line.substring(0, space)), Long.parseLong(line.substring(space + 1)));
        }
      }
    } catch (IOException ended) {
      // The process was closed.
    }
  }

  void awaitReady() throws InterruptedException {
    if (!ready.await(READY_SECONDS, TimeUnit.SECONDS)) {
      throw new BenchFailedException("The reader's process did not start");
    }
  }

  /** When each event was seen; fails if some never are. */
  Map<UUID, Long> awaitSeen(int events) throws InterruptedException {
    for (int i = 0; i < SEEN_SECONDS * 10 && seen.size() < events; i++) {
      Thread.sleep(100);
    }
    if (seen.size() < events) {
      throw new BenchFailedException("The reader saw " + seen.size() + " of " + events + " events");
    }
    return seen;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
