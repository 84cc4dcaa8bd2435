package dev.attune.infra.importer;

import dev.attune.infra.client.Access;
import dev.attune.infra.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/** Runs imports as the command line would. */
public final class Imports {

  private Imports() {}

  /** What an import printed and its exit code. */
  public record Outcome(int exitCode, String text) {}

  static Plan plan(Path file, String... options) {
    ImportOptions given = new ImportOptions();
    List<String> arguments = new ArrayList<>(List.of(options));
    arguments.add(file.toString());
    new CommandLine(given).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(arguments.toArray(String[]::new));
    return Plan.of(given);
  }

  public static Outcome run(Access access, Path file, String... options) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Terminal terminal = Terminal.plain(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    int exitCode = new Importer(access, terminal).run(plan(file, options));
    return new Outcome(exitCode, bytes.toString(StandardCharsets.UTF_8));
  }
}
