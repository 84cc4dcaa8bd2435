package dev.attune.infra.cli;

import dev.attune.infra.stack.StackException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Definitions: offers, placements, rules, policies. */
@Command(
    name = "definitions",
    description = "Publish offers, placements and rules from a YAML file.",
    mixinStandardHelpOptions = true)
final class DefinitionsCommand implements Runnable {

  @Override
  public void run() {
    CommandLine.usage(this, System.out);
  }

  @Command(
      name = "apply",
      description = "Publish what differs from what is published; all or nothing.",
      mixinStandardHelpOptions = true)
  int apply(@Parameters(paramLabel = "FILE", description = "The YAML file.") Path file) {
    JsonNode answer =
        new CommandApi(StackStart.stack()).send("PUT", "/v1/definitions", "application/yaml", read(file));
    print(answer, System.out);
    return 0;
  }

  static void print(JsonNode answer, PrintStream out) {
    JsonNode applied = answer.path("applied");
    if (!applied.isEmpty()) {
      out.printf("%-16s %-40s %7s%n", "KIND", "KEY", "VERSION");
      applied.forEach(one -> out.printf("%-16s %-40s %7s%n", one.path("kind").asString(""),
          one.path("key").asString(""), one.path("version").asString("")));
      out.println();
    }
    out.printf("%d applied, %s unchanged, at position %s%n", applied.size(),
        answer.path("unchanged").asString("0"), answer.path("position").asString("-"));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new StackException("Cannot read " + file + ": " + e.getMessage(), e);
    }
  }
}
