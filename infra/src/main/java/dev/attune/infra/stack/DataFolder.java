package dev.attune.infra.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The folder below which the stack keeps everything. */
final class DataFolder {

  private static final List<String> OURS =
      List.of("run", "logs", "secrets", "postgres", "kafka", "app", "demo", "imports", "bench", "lock");
  private static final long MEGA = 1024 * 1024;
  private static final long NEEDED = 512 * MEGA;

  private DataFolder() {}

  /**
   * Creates it and looks whether there is room to work.
   *
   * @throws StackException when the disk is (nearly) full or the folder cannot be written
   */
  static void prepare(Path home) {
    try {
      Files.createDirectories(home);
      requireRoom(home, Files.getFileStore(home).getUsableSpace());
    } catch (IOException e) {
      throw new StackException("Cannot write to the data folder " + home + ": " + e.getMessage()
          + ". Choose another one: ATTUNE_HOME=/path/to/folder", e);
    }
  }

  /** Deletes what the stack wrote, and the folder itself when nothing else is in it. */
  static void delete(Path home) {
    try {
      for (String name : OURS) {
        Folders.delete(home.resolve(name));
      }
      try (Stream<Path> rest = Files.list(home)) {
        if (rest.findAny().isPresent()) {
          return;
        }
      }
      Files.delete(home);
    } catch (IOException e) {
      throw new StackException("Cannot delete " + home + ": " + e.getMessage(), e);
    }
  }

  static void requireRoom(Path home, long usable) {
    if (usable < NEEDED) {
      throw new StackException("The disk of " + home + " is full: " + usable / MEGA + " MB are free, at least "
          + NEEDED / MEGA + " MB are needed. Free some, or choose a data folder on another disk:"
          + " ATTUNE_HOME=/path/to/folder");
    }
  }
}
