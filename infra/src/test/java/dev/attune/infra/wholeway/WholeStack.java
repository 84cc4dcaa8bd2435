package dev.attune.infra.wholeway;

import dev.attune.infra.stack.LocalStack;
import dev.attune.infra.stack.StackReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One stack for all tests that go the whole way, started by the first that asks and killed when this JVM ends. Each
 * test keeps to people, sources and interactions with names of its own.
 */
public final class WholeStack {

  // services that are killed every few seconds spend their lives starting
  private static final Map<String, String> QUICK_STARTS =
      Map.of("ATTUNE_COMMAND_JVM", "-XX:TieredStopAtLevel=1", "ATTUNE_QUERY_JVM", "-XX:TieredStopAtLevel=1");

  private static @Nullable LocalStack stack;

  private WholeStack() {}

  /** The stack, with everything up. */
  public static synchronized LocalStack up() {
    LocalStack known = stack;
    if (known == null) {
      known = LocalStack.temporary(folder(), QUICK_STARTS);
      stack = known;
    }
    known.up(LocalStack.everything(), StackReport.SILENT);
    return known;
  }

  private static Path folder() {
    try {
      Path folder = Files.createTempDirectory("attune-whole-way-");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder), "delete-whole-stack"));
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static synchronized void delete(Path folder) {
    LocalStack known = stack;
    if (known == null) {
      return;
    }
    known.close();
    try {
      keepLogs(known);
      known.delete();
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      System.err.println("Cannot delete " + folder + ": " + e.getMessage());
    }
  }

  /** In infra/target/whole-way-logs, for a test that failed. */
  private static void keepLogs(LocalStack known) throws IOException {
    Path kept = known.settings().repository().resolve("infra").resolve("target").resolve("whole-way-logs");
    Files.createDirectories(kept);
    try (Stream<Path> logs = Files.list(known.settings().home().resolve("logs"))) {
      for (Path log : logs.toList()) {
        Files.copy(log, kept.resolve(String.valueOf(log.getFileName())), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }
}
