package dev.attune.infra.importer;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rows that could not be loaded, in a file of their own: line number, reason, and the row, with tabs between them.
 * The file is made with the first of them. Thread-safe.
 */
final class Rejects implements AutoCloseable {

  private static final int SHOWN = 3;

  private final Path file;
  private final StringBuilder first = new StringBuilder();
  private int count;
  private @Nullable BufferedWriter writer;

  Rejects(Path file) {
    this.file = file;
  }

  /** Beside the input as {@code NAME.rejected.txt} if that folder can be written to, else in the data folder. */
  static Path fileFor(Path input, Path home) {
    Path absolute = input.toAbsolutePath();
    String name = absolute.getFileName() + ".rejected.txt";
    Path folder = absolute.getParent();
    Path beside = absolute.resolveSibling(name);
    boolean writable =
        folder != null && Files.isWritable(folder) && (!Files.exists(beside) || Files.isWritable(beside));
    return writable ? beside : home.resolve("imports").resolve(name);
  }

  /** Deletes the file of an earlier import, so that what is there afterwards is of this one. */
  void forgetEarlier() throws IOException {
    Files.deleteIfExists(file);
  }

  synchronized void add(long line, String reason, String text) {
    count++;
    if (count <= SHOWN) {
      first.append("  line ").append(line).append(": ").append(reason).append('\n');
    }
    try {
      BufferedWriter out = open();
      out.write(line + "\t" + reason + "\t" + text.replace('\n', ' '));
      out.newLine();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + file, e);
    }
  }

  /** The file, if there are any. */
  synchronized Optional<Path> written() {
    return count > 0 ? Optional.of(file) : Optional.empty();
  }

  /** The first few, for the screen. */
  synchronized String summary() {
    return first + (count > SHOWN ? "  and " + (count - SHOWN) + " more\n" : "");
  }

  private BufferedWriter open() throws IOException {
    BufferedWriter out = writer;
    if (out == null) {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      out = Files.newBufferedWriter(file, StandardCharsets.UTF_8);
      writer = out;
    }
    return out;
  }

  @Override
  public synchronized void close() throws IOException {
    if (writer != null) {
      writer.close();
    }
  }
}
