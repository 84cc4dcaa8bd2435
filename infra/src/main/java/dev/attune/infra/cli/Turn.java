package dev.attune.infra.cli;

import dev.attune.infra.stack.StackException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The turn of one command to start or stop things in a data folder; given back when the process ends, however. */
final class Turn implements AutoCloseable {

  private final FileChannel channel;

  private Turn(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the turn.
   *
   * @throws StackException when another command has it
   */
  static Turn take(Path home) {
    try {
      Files.createDirectories(home);
      FileChannel channel =
          FileChannel.open(home.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!locked(channel)) {
        channel.close();
        throw new StackException("Another ./attune is just starting or stopping things in " + home
            + ". Wait until it is done, or end it with Ctrl-C.");
      }
      return new Turn(channel);
    } catch (IOException e) {
      throw new StackException("Cannot write to the data folder " + home + ": " + e.getMessage()
          + ". Choose another one: ATTUNE_HOME=/path/to/folder", e);
    }
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new StackException("Cannot close the lock: " + e.getMessage(), e);
    }
  }
}
