package dev.attune.infra.bench.views;

import dev.attune.infra.bench.BenchFailedException;
import dev.attune.infra.stack.QueryHeap;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A rival in a process of its own. */
final class BareProcess {

  private BareProcess() {}

  /**
   * What it did.
   *
   * @param count events or documents
   * @param nanos that it took
   */
  record Done(long count, long nanos) {
    double perSecond() {
      return count * 1e9 / nanos;
    }
  }

  /** Runs {@link BareViews} to its end; its last pass counts. */
  static Done run(String... arguments) throws InterruptedException {
    try {
      Process process = serving(BareViews.class, arguments);
      try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
        Done done = null;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          String[] parts = line.split(" ");
          done = new Done(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
        }
        if (process.waitFor() != 0 || done == null) {
          throw new BenchFailedException("The bare process failed: " + String.join(" ", arguments));
        }
        return done;
      } finally {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts a main class, with the same memory and the same collector as query-service. */
  static Process serving(Class<?> main, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(QueryHeap.FLAGS);
    command.addAll(List.of(ViewsStack.TOUCHED, "-XX:+UseCompactObjectHeaders",
        "--enable-native-access=ALL-UNNAMED", "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn", "-cp",
        System.getProperty("java.class.path")));
    command.add(main.getName());
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }
}
