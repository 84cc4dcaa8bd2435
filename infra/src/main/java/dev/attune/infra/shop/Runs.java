package dev.attune.infra.shop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Counts the runs of the demo in a data folder, so that each brings traffic of its own. */
final class Runs {

  private final Path file;

  Runs(Path home) {
    this.file = home.resolve("demo").resolve("runs");
  }

  /** The number of the next run, from 1; it is used up even if the run does not come to its end. */
  int next() throws IOException {
    int before = 0;
    if (Files.exists(file)) {
      try {
        before = Integer.parseInt(Files.readString(file).strip());
      } catch (NumberFormatException e) {
        throw new IOException(file + " does not hold a number; delete it to count from 1 again", e);
      }
    }
    Files.createDirectories(file.resolveSibling("."));
    Files.writeString(file, before + 1 + System.lineSeparator());
    return before + 1;
  }
}
