package dev.attune.infra.cli;

import dev.attune.infra.stack.Component;
import dev.attune.infra.stack.LocalStack;
import dev.attune.infra.stack.StackException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what the processes wrote. */
@Command(
    name = "logs",
    description = "Show the last lines of one component's log, or of all.",
    mixinStandardHelpOptions = true)
final class LogsCommand implements Callable<Integer> {

  private static final long POLL_MILLIS = 200;
  private static final long LONGEST_LINE = 400;
  private static final String SUFFIX = ".log";

  @Parameters(arity = "0..1", paramLabel = "COMPONENT", defaultValue = "",
      description = "postgres, kafka, views, command-service, query-service; command-service-2 is the second node.")
  private String component = "";

  @Option(names = {"-f", "--follow"}, description = "Go on showing what comes; Ctrl-C ends it.")
  private boolean follow;

  @Option(names = {"-n", "--lines"}, description = "How many lines of each (default: ${DEFAULT-VALUE}).")
  private int lines = 40;

  @Override
  public Integer call() throws IOException, InterruptedException {
    LocalStack stack = StackStart.stack();
    Map<Path, Long> positions = new LinkedHashMap<>();
    for (Path log : logs(stack)) {
      if (component.isEmpty()) {
        System.out.println("==> " + log + " <==");
      }
      positions.put(log, tail(log, System.out));
    }
    if (positions.isEmpty()) {
      throw new StackException("There are no logs below " + stack.settings().home() + ": nothing was started yet.");
    }
    while (follow) {
      Thread.sleep(POLL_MILLIS);
      for (Path log : positions.keySet()) {
        positions.computeIfPresent(log, (path, from) -> copy(path, from, System.out));
      }
    }
    return 0;
  }

  private List<Path> logs(LocalStack stack) throws IOException {
    Path folder = stack.settings().home().resolve("logs");
    if (!component.isEmpty()) {
      Path log = folder.resolve(component + SUFFIX);
      if (!Files.exists(log)) {
        throw new StackException(Component.ofId(component.replaceFirst("-[0-9]+$", "")).title()
            + " has no log yet: it was never started below " + stack.settings().home());
      }
      return List.of(log);
    }
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(SUFFIX)).sorted().toList();
    }
  }

  /** Prints the last lines and returns where they end. */
  private long tail(Path log, PrintStream out) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      long end = file.length();
      long begin = Math.max(0, end - lines * LONGEST_LINE);
      byte[] bytes = new byte[(int) (end - begin)];
      file.seek(begin);
      file.readFully(bytes);
      List<String> all = new String(bytes, StandardCharsets.UTF_8).lines().toList();
      all.subList(Math.max(0, all.size() - lines), all.size()).forEach(out::println);
      return end;
    }
  }

  private static long copy(Path log, long from, PrintStream out) {
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      long begin = file.length() < from ? 0 : from;
      byte[] bytes = new byte[(int) (file.length() - begin)];
      file.seek(begin);
      file.readFully(bytes);
      out.write(bytes, 0, bytes.length);
      out.flush();
      return begin + bytes.length;
    } catch (IOException e) {
      throw new StackException("Cannot read " + log + ": " + e.getMessage(), e);
    }
  }
}
