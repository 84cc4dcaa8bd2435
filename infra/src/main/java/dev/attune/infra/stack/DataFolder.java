package dev.attune.infra.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The folder below which the stack keeps everything. */
final class DataFolder {

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

  static void requireRoom(Path home, long usable) {
    if (usable < NEEDED) {
      throw new StackException("The disk of " + home + " is full: " + usable / MEGA + " MB are free, at least "
          + NEEDED / MEGA + " MB are needed. Free some, or choose a data folder on another disk:"
          + " ATTUNE_HOME=/path/to/folder");
    }
  }
}
