package dev.attune.infra.torture.log;

import dev.attune.infra.stack.StackException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.stream.Stream;

/** What PostgreSQL told. */
final class ServerLog {

  private ServerLog() {}

  /** How many lines of its log hold the text. */
  static long count(LogServer server, String text) {
    try (Stream<String> lines = Files.lines(server.log())) {
      return lines.filter(line -> line.contains(text)).count();
    } catch (IOException e) {
      throw new StackException("Cannot read " + server.log() + ": " + e.getMessage(), e);
    }
  }
}
